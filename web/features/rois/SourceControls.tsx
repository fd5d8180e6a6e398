import { Select } from '@mantine/core'
import { humanise } from '../../lib/labels.ts'
import type { Recorded } from './activitySource.ts'
import type { ChangeSearch, RoisSearch } from './roisSearch.ts'

type Props = { readonly recorded: Recorded; readonly search: RoisSearch; readonly onChange: ChangeSearch }

/** Which channel, and activity by which method; neither where there is only one. */
export const SourceControls = ({ recorded: { channels, methods }, search, onChange }: Props) => (
  <>
    {channels.length > 1 && (
      <Select
        size="xs"
        w={140}
        aria-label="Channel"
        allowDeselect={false}
        value={String(search.channel ?? 'own')}
        data={[
          { value: 'own', label: 'Functional channel' },
          ...channels.map((number) => ({ value: String(number), label: `Channel ${number}` })),
        ]}
        onChange={(value) => onChange({ channel: value === 'own' ? undefined : Number(value) })}
      />
    )}
    {methods.length > 1 && (
      <Select
        size="xs"
        w={190}
        aria-label="How activity was inferred"
        allowDeselect={false}
        value={search.method ?? methods[0]!}
        data={methods.map((value) => ({ value, label: humanise(value) }))}
        onChange={(value) => onChange({ method: value === methods[0] ? undefined : (value ?? undefined) })}
      />
    )}
  </>
)
