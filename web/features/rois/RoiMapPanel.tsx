import { Text } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { Answer } from '../../components/Answer.tsx'
import { arrayOf, valuesOf } from '../../components/plot/arrays.ts'
import { FigurePanel } from '../../components/plot/FigurePanel.tsx'
import { ImageCanvas } from '../../components/plot/ImageCanvas.tsx'
import { buildLabelImage, type Masks, maskAt, masksOf, sizeOfMasks } from '../../components/plot/labelImage.ts'
import { bringIntoView, type Size, type View, wholeView } from '../../components/plot/viewport.ts'
import { frameQuery } from '../../lib/frames.ts'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'
import { availableImages, planesOf } from './availableImages.ts'
import { MapControls } from './MapControls.tsx'
import { MapLegend } from './MapLegend.tsx'
import { useMapDrawing } from './mapDrawing.ts'
import { roiColours } from './roiColours.ts'
import type { RoiPanelProps } from './roiPanelProps.ts'
import type { RoiRow } from './roiRows.ts'

type Props = RoiPanelProps & {
  /** `imaging.rois` */
  readonly frame: Frame
  readonly rows: readonly RoiRow[]
  readonly shown: readonly RoiRow[]
  readonly roi: number
  readonly also: readonly number[]
  readonly onRoi: (roi: number) => void
  readonly onToggle: (roi: number) => void
}

/** The masks of a plane on one of its images. */
export const RoiMapPanel = (props: Props) => {
  const { table, segmentation, frame, rows, roi, search, onChange } = props
  const plane = search.plane ?? rows.find((row) => row.roi === roi)?.plane ?? 0
  const images = availableImages(frame, plane)
  const image = images.find((name) => name === search.image) ?? images[0] ?? null
  const request = { table: table.name, key: segmentation }
  const masks = useQuery({ ...frameQuery({ ...request, plot: 'imaging.masks', params: { plane } }), ...keepLast })
  const background = useQuery({
    ...frameQuery({ ...request, plot: 'imaging.image', params: { plane, image: image ?? 'mean' } }),
    ...keepLast,
    enabled: image !== null,
  })
  return (
    <FigurePanel
      title="Map"
      fileName={`rois-plane-${plane}-${image ?? 'masks'}`}
      python={pythonSnippet(table, segmentation, 'mask_xpix')}
    >
      {(onFigure) => (
        <>
          <MapControls
            planes={planesOf(frame)}
            plane={plane}
            images={images}
            image={image}
            search={search}
            onChange={onChange}
          />
          <Answer query={masks}>
            {(pixels) =>
              image !== null && background.isPending ? (
                <Text size="sm" c="dimmed" h={mapHeight}>
                  The image is on its way.
                </Text>
              ) : (
                <RoiMap
                  key={plane}
                  {...props}
                  pixels={pixels}
                  background={background.data ?? null}
                  onFigure={onFigure}
                />
              )
            }
          </Answer>
        </>
      )}
    </FigurePanel>
  )
}

const mapHeight = 500
const keepLast = { placeholderData: (last: Frame | undefined) => last }

type MapProps = Props & {
  /** `imaging.masks` */
  readonly pixels: Frame
  /** `imaging.image`; null where the plane has none */
  readonly background: Frame | null
  readonly onFigure: Parameters<Parameters<typeof FigurePanel>[0]['children']>[0]
}

const RoiMap = ({
  pixels,
  background,
  rows,
  shown,
  roi,
  also,
  search,
  onChange,
  onRoi,
  onToggle,
  onFigure,
}: MapProps) => {
  const masks = useMemo(() => masksOf(pixels, sizeOf(background) ?? sizeOfMasks(pixels)), [pixels, background])
  const isShown = useMemo(() => new Set(shown.map((row) => row.roi)), [shown])
  const labels = useMemo(() => buildLabelImage(masks, (index) => isShown.has(masks.roi[index]!)), [masks, isShown])
  const byRoi = useMemo(() => new Map(rows.map((row) => [row.roi, row])), [rows])
  const colouring = search.colour ?? 'roi'
  const colours = useMemo(() => roiColours(byRoi, masks.roi, colouring), [byRoi, masks, colouring])
  const image = background && valuesOf(background, 'image')
  const draw = useMapDrawing({ masks, labels, image, colours, roi, also, search })
  const [view, setView] = useView(masks, byRoi.get(roi), search.view, (seen) => onChange({ view: seen }))
  return (
    <>
      <ImageCanvas
        label={`Map of ${labelCount(masks, isShown)} ROIs, ROI ${roi} chosen`}
        height={mapHeight}
        image={masks}
        view={view}
        onView={setView}
        draw={draw}
        onPick={({ x, y }, isMore) => {
          const found = maskAt(labels, x, y)
          if (found !== null) (isMore ? onToggle : onRoi)(masks.roi[found]!)
        }}
        onFigure={onFigure}
      />
      <MapLegend colouring={colouring} ends={colours.ends} />
    </>
  )
}

const sizeOf = (background: Frame | null): Size | null => {
  if (!background) return null
  const [height = 0, width = 0] = arrayOf(background, 'image').shape
  return { height, width }
}

const labelCount = ({ roi }: Masks, isShown: ReadonlySet<number>): number =>
  Array.from(roi).filter((one) => isShown.has(one)).length

type Seen = readonly [x: number, y: number, zoom: number]

/** The seen part moves at once, and its place in the address follows when it rests; a ROI that is chosen comes into sight. */
const useView = (
  image: Size,
  chosen: RoiRow | undefined,
  kept: Seen | undefined,
  onKeep: (seen: [number, number, number] | undefined) => void,
) => {
  const [view, setView] = useState<View>(() => (kept ? { x: kept[0], y: kept[1], zoom: kept[2] } : wholeView(image)))
  const keep = useDebouncedCallback(
    (next: View) => onKeep(next.zoom > 1 ? [tenth(next.x), tenth(next.y), hundredth(next.zoom)] : undefined),
    250,
  )
  const move = (next: View) => {
    setView(next)
    keep(next)
  }
  const last = useRef(chosen?.roi)
  useEffect(() => {
    if (!chosen || chosen.roi === last.current) return
    last.current = chosen.roi
    setView((seen) => bringIntoView(seen, image, chosen))
  }, [chosen, image])
  return [view, move] as const
}

const tenth = (value: number): number => Math.round(value * 10) / 10
const hundredth = (value: number): number => Math.round(value * 100) / 100
