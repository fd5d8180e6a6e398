import { Chip, ColorSwatch, Group, useComputedColorScheme } from '@mantine/core'
import { type FigureColours, figureColours } from '../../components/plot/figure.ts'
import type { TraceKind } from './roisSearch.ts'

const kindLabels: Readonly<Record<TraceKind, string>> = {
  fluorescence: 'F',
  neuropil: 'Neuropil',
  corrected: 'Fc',
  dff: 'ΔF/F',
  activity: 'Deconvolved',
}

type KindProps = {
  readonly kinds: readonly TraceKind[]
  /** What activity is called. */
  readonly activity: string
  readonly onKinds: (kinds: TraceKind[]) => void
}

/** Which traces are drawn, in the colours that they are drawn in. */
export const KindChips = ({ kinds, activity, onKinds }: KindProps) => {
  const colours = kindColours(figureColours(useComputedColorScheme('light')))
  return (
    <Chip.Group multiple value={[...kinds]} onChange={(chosen) => chosen.length > 0 && onKinds(chosen as TraceKind[])}>
      <Group gap={6} role="group" aria-label="Traces to show">
        {(Object.keys(kindLabels) as TraceKind[]).map((kind) => (
          <Chip key={kind} value={kind} size="xs" variant="outline">
            <Group component="span" gap={6} display="inline-flex">
              {kind === 'activity' ? activity : kindLabels[kind]}
              <ColorSwatch component="span" size={9} color={colours[kind]} withShadow={false} aria-hidden />
            </Group>
          </Chip>
        ))}
      </Group>
    </Chip.Group>
  )
}

/** As the lines are drawn. */
const kindColours = ({ accent, second, text, alert }: FigureColours): Readonly<Record<TraceKind, string>> => ({
  fluorescence: accent,
  neuropil: second,
  corrected: accent,
  dff: text,
  activity: alert,
})
