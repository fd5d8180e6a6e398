import { Button, Group, NumberInput, Popover, Stack, Text } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { deltaFDefaults, deltaFFormula } from './deltaFParams.ts'
import type { ChangeSearch, RoisSearch } from './roisSearch.ts'

type Props = { readonly search: RoisSearch; readonly onChange: ChangeSearch }

/** The formula of ΔF/F with its numbers, and the numbers to change. It is computed for the screen; nothing is stored. */
export const DeltaFControls = ({ search, onChange }: Props) => (
  <Group gap="xs">
    <Text size="xs" c="dimmed">
      {deltaFFormula(search)}
    </Text>
    <Popover position="bottom-end" withArrow trapFocus withinPortal>
      <Popover.Target>
        <Button size="compact-xs" variant="default">
          Change
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <DeltaFFields search={search} onChange={onChange} />
      </Popover.Dropdown>
    </Popover>
  </Group>
)

/** What the formula can be given; a number that is the default stays out of the address. */
export const DeltaFFields = ({ search, onChange }: Props) => {
  const keep = useDebouncedCallback(onChange, 400)
  const field = (name: 'r' | 'f0' | 'window') => ({
    defaultValue: search[name] ?? deltaFDefaults[name],
    onChange: (value: string | number) => {
      if (typeof value === 'number') keep({ [name]: value === deltaFDefaults[name] ? undefined : value })
    },
  })
  const [round, setRound] = useState(0)
  const fallBack = () => {
    onChange({ r: undefined, f0: undefined, window: undefined })
    setRound(round + 1)
  }
  return (
    <Stack key={round} gap="xs" w={260}>
      <NumberInput label="Share of the neuropil, r" min={0} max={2} step={0.05} decimalScale={3} {...field('r')} />
      <NumberInput label="Percentile of the baseline F0" min={0} max={100} step={1} {...field('f0')} />
      <NumberInput label="Window of the baseline (s)" min={1} max={3600} step={10} {...field('window')} />
      <Button variant="default" size="xs" onClick={fallBack}>
        Defaults
      </Button>
      <Text size="xs" c="dimmed">
        Computed for the screen; nothing is stored.
      </Text>
    </Stack>
  )
}
