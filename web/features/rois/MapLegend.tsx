import { ColorSwatch, Group, Text } from '@mantine/core'
import { cssColour, sequentialGradient } from '../../components/plot/colourScale.ts'
import type { Levels } from '../../components/plot/contrast.ts'
import { formatFloat } from '../../lib/format.ts'
import { colouringLabels, verdictColours } from './roiColours.ts'
import type { RoiColouring } from './roisSearch.ts'

/** What the colours of the map stand for. */
export const MapLegend = ({ colouring, ends }: { readonly colouring: RoiColouring; readonly ends: Levels | null }) => {
  if (colouring === 'roi') return null
  if (ends === null) return <Verdicts />
  return (
    <Group gap="xs" mt={4}>
      <Text size="xs">{colouringLabels[colouring]}</Text>
      <Text size="xs">{formatFloat(Number(ends.low.toPrecision(3)))}</Text>
      <div aria-hidden style={{ width: 140, height: 10, borderRadius: 2, background: sequentialGradient() }} />
      <Text size="xs">{formatFloat(Number(ends.high.toPrecision(3)))}</Text>
      <Text size="xs" c="dimmed">
        grey: unknown
      </Text>
    </Group>
  )
}

const Verdicts = () => (
  <Group gap="md" mt={4}>
    {(['cell', 'not', 'unknown'] as const).map((verdict) => (
      <Group key={verdict} gap={6}>
        <ColorSwatch size={12} color={cssColour(verdictColours[verdict])} aria-hidden />
        <Text size="xs">{{ cell: 'cell', not: 'not a cell', unknown: 'nobody judged' }[verdict]}</Text>
      </Group>
    ))}
  </Group>
)
