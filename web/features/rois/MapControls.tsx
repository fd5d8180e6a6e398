import { Group, RangeSlider, SegmentedControl, Select, Slider, Stack, Text } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { humanise } from '../../lib/labels.ts'
import { defaultContrast, defaultOpacity } from './mapDrawing.ts'
import { colouringLabels } from './roiColours.ts'
import { type ChangeSearch, type RoiColouring, type RoisSearch, roiColourings } from './roisSearch.ts'

type ImageName = NonNullable<RoisSearch['image']>

type Props = {
  readonly planes: readonly number[]
  readonly plane: number
  readonly images: readonly ImageName[]
  readonly image: ImageName | null
  readonly search: RoisSearch
  readonly onChange: ChangeSearch
}

/** Which plane and image are seen, how bright they are, and what the colours of the masks stand for. */
export const MapControls = ({ planes, plane, images, image, search, onChange }: Props) => (
  <Stack gap="xs" mb="xs">
    <Group gap="xs">
      {planes.length > 1 && (
        <Select
          size="xs"
          w={110}
          aria-label="Plane"
          allowDeselect={false}
          value={String(plane)}
          data={planes.map((number) => ({ value: String(number), label: `Plane ${number}` }))}
          onChange={(value) => onChange({ plane: Number(value), view: undefined })}
        />
      )}
      {image && (
        <SegmentedControl
          size="xs"
          aria-label="Image behind the masks"
          value={image}
          data={images.map((name) => ({ value: name, label: humanise(name) }))}
          onChange={(value) => onChange({ image: value as ImageName })}
        />
      )}
      <Select
        size="xs"
        w={230}
        aria-label="What the colours stand for"
        allowDeselect={false}
        value={search.colour ?? 'roi'}
        data={roiColourings.map((value) => ({ value, label: colouringLabels[value] }))}
        onChange={(value) => onChange({ colour: value === 'roi' ? undefined : (value as RoiColouring) })}
      />
    </Group>
    <Group gap="lg">
      {image && <ContrastSlider search={search} onChange={onChange} />}
      <OpacitySlider search={search} onChange={onChange} />
    </Group>
  </Stack>
)

type SliderProps = Pick<Props, 'search' | 'onChange'>

/** Percentiles of the image's brightness that are black and white. */
const ContrastSlider = ({ search, onChange }: SliderProps) => {
  const kept = [search.low ?? defaultContrast.low, search.high ?? defaultContrast.high] as [number, number]
  const [value, setValue] = useState(kept)
  const keep = useDebouncedCallback(([low, high]: [number, number]) => onChange({ low, high }), 60)
  return (
    <Group gap="xs" flex={1} miw={180}>
      <Text size="xs" c="dimmed">
        Contrast
      </Text>
      <RangeSlider
        flex={1}
        size="sm"
        min={0}
        max={100}
        step={0.1}
        minRange={0.5}
        value={value}
        label={(percent) => `${percent} %`}
        thumbFromLabel="Percentile of the image that is black"
        thumbToLabel="Percentile of the image that is white"
        onChange={(next) => {
          setValue(next)
          keep(next)
        }}
      />
    </Group>
  )
}

const OpacitySlider = ({ search, onChange }: SliderProps) => {
  const [value, setValue] = useState(search.opacity ?? defaultOpacity)
  const keep = useDebouncedCallback((opacity: number) => onChange({ opacity }), 60)
  return (
    <Group gap="xs" flex={1} miw={140}>
      <Text size="xs" c="dimmed">
        Masks
      </Text>
      <Slider
        flex={1}
        size="sm"
        min={0}
        max={1}
        step={0.05}
        value={value}
        label={(share) => `${Math.round(share * 100)} %`}
        thumbLabel="Opacity of the masks"
        onChange={(next) => {
          setValue(next)
          keep(next)
        }}
      />
    </Group>
  )
}
