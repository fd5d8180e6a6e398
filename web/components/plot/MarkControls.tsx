import {
  Button,
  Chip,
  ColorSwatch,
  Group,
  NumberInput,
  Popover,
  Stack,
  Text,
  useComputedColorScheme,
} from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import type { MarksSearch } from '../../lib/searchParams.ts'
import { figureColours } from './figure.ts'
import { markNames, storedOffset } from './marks.ts'
import type { SessionMarks } from './useSessionMarks.ts'

type Props = {
  readonly marks: SessionMarks
  /** What the plots show, as a sentence calls it: `the scan`. */
  readonly recording: string
  readonly onChange: (part: MarksSearch) => void
}

/** Which trials and events are marked, and how their clock lies to that of the recording; nothing where nothing happened. */
export const MarkControls = ({ marks, recording, onChange }: Props) => {
  const { marks: colours } = figureColours(useComputedColorScheme('light'))
  const { frame, shown } = marks
  if (!frame) return null
  const names = markNames(frame)
  const choose = (chosen: string[]) => onChange({ marks: chosen.length === names.length ? undefined : chosen })
  return (
    <Group gap="xs">
      <Chip.Group multiple value={[...shown]} onChange={choose}>
        <Group gap={6} role="group" aria-label="Trials and events to show">
          {names.map((name, index) => (
            <Chip key={name} value={name} size="xs" variant="outline">
              <Group component="span" gap={6} display="inline-flex">
                {name}
                <ColorSwatch
                  component="span"
                  size={9}
                  color={colours[index % colours.length]!}
                  withShadow={false}
                  aria-hidden
                />
              </Group>
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <OffsetControl marks={marks} recording={recording} onChange={onChange} />
    </Group>
  )
}

const OffsetControl = ({ marks, recording, onChange }: Props) => (
  <Popover position="bottom-end" withArrow trapFocus withinPortal>
    <Popover.Target>
      <Button size="compact-xs" variant="default">
        Offset {marks.offset} s
      </Button>
    </Popover.Target>
    <Popover.Dropdown>
      <OffsetField marks={marks} recording={recording} onChange={onChange} />
    </Popover.Dropdown>
  </Popover>
)

/** Seconds that trials and events are moved by. */
export const OffsetField = ({ marks, recording, onChange }: Props) => {
  const stored = marks.frame ? storedOffset(marks.frame) : 0
  const [round, setRound] = useState(0)
  const keep = useDebouncedCallback(
    (offset: number) => onChange({ offset: offset === stored ? undefined : offset }),
    400,
  )
  const fallBack = () => {
    onChange({ offset: undefined })
    setRound(round + 1)
  }
  return (
    <Stack gap="xs" w={300}>
      <NumberInput
        key={round}
        label="Offset of trials and events (s)"
        description={`How long after ${recording} the behaviour recording began.`}
        step={0.1}
        decimalScale={4}
        defaultValue={marks.offset}
        onChange={(value) => typeof value === 'number' && keep(value)}
      />
      <Button variant="default" size="xs" onClick={fallBack}>
        As stored: {stored} s
      </Button>
      <Text size="xs" c="dimmed">
        Trials and events have a clock of their own, and nothing stored ties it to that of {recording} yet.{' '}
        {startsOf(marks)} The offset is kept in this page’s address; nothing is stored.
      </Text>
    </Stack>
  )
}

const startsOf = ({ frame }: SessionMarks): string => {
  const from = frame?.meta.offsetFrom
  return typeof from === 'string'
    ? `The stored starts lie ${storedOffset(frame!)} s apart, to the second (${from.replaceAll('T', ' ')}).`
    : 'At least one of the two starts is not stored, so both begin at 0 s.'
}
