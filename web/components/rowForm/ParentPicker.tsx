import { Select, Stack, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconExternalLink } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ParentOption } from '#app/views.ts'
import type { ForeignKey, Table } from '#core/pipeline/table.ts'
import { humanise, keyId, keyText, type PlainKey, tableTitle } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { TextLink } from '../links.tsx'
import { sharedColumns } from './formEntries.ts'
import type { FormValues } from './formValues.ts'

type Props = {
  readonly table: Table
  readonly parent: Table
  readonly foreignKey: ForeignKey
  readonly values: FormValues
  /** The chosen parent in the names of `table`'s columns, or null. */
  readonly onChange: (key: PlainKey | null) => void
  readonly error?: string | undefined
  readonly required: boolean
  readonly readOnly: boolean
}

/** One searchable choice that fills all columns of a foreign key. Columns that an earlier parent filled narrow the choice. */
export const ParentPicker = ({ table, parent, foreignKey, values, onChange, error, required, readOnly }: Props) => {
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const chosen = chosenKey(foreignKey, values)
  const chosenLabel = chosen ? keyText(chosen) : ''
  const [search] = useDebouncedValue(typed === chosenLabel ? '' : typed, 200)
  const options = useQuery(
    trpc.table.parents.queryOptions(
      { table: parent.name, key: narrowed(table, foreignKey, values), ...(search ? { search } : {}) },
      { placeholderData: keepPreviousData, staleTime: 0, enabled: !readOnly },
    ),
  )
  const choices = toChoices(options.data ?? [], foreignKey, chosen)
  return (
    <Stack gap={4}>
      <Select
        label={pickerLabel(foreignKey, parent)}
        description={pickerHelp(table, foreignKey, parent)}
        placeholder={readOnly ? undefined : `Choose from ${tableTitle(parent.className).toLowerCase()}`}
        name={foreignKey.columns.map(({ child }) => child).join(' ')}
        withAsterisk={required}
        readOnly={readOnly}
        clearable={!readOnly && !required}
        allowDeselect={!required}
        searchable
        data={choices.map(({ id, label }) => ({ value: id, label }))}
        value={chosen ? keyId(chosen) : null}
        onChange={(id) => onChange(choices.find((choice) => choice.id === id)?.key ?? null)}
        onSearchChange={setTyped}
        onDropdownOpen={() => void options.refetch()}
        filter={({ options: all }) => all}
        renderOption={({ option }) => <Choice label={option.label} detail={detailOf(choices, option.value)} />}
        nothingFoundMessage={options.isFetching ? 'Looking…' : `No such row in ${parent.name}.`}
        error={error ?? options.error?.message}
        maxDropdownHeight={280}
        comboboxProps={{ withinPortal: true }}
      />
      {!readOnly && <NewParent parent={parent} />}
    </Stack>
  )
}

const Choice = ({ label, detail }: { label: string; detail: string | undefined }) => (
  <div>
    <Text size="sm">{label}</Text>
    {detail && (
      <Text size="xs" c="dimmed">
        {detail}
      </Text>
    )}
  </div>
)

/** Opens the parent's form beside this one, so that what was typed here stays. */
const NewParent = ({ parent }: { parent: Table }) =>
  (parent.tier === 'manual' || parent.tier === 'lookup') &&
  !parent.master && (
    <TextLink size="xs" to="/tables/$table/new" params={{ table: parent.name }} target="_blank" rel="noreferrer">
      New {tableTitle(parent.className).toLowerCase()} <IconExternalLink size={12} aria-label="(opens a new tab)" />
    </TextLink>
  )

type PickerChoice = { readonly id: string; readonly key: PlainKey; readonly label: string; readonly detail?: string }

/** What the server offers, and what is chosen already even if the search no longer finds it. */
const toChoices = (
  options: readonly ParentOption[],
  foreignKey: ForeignKey,
  chosen: PlainKey | null,
): PickerChoice[] => {
  const offered = options.map((option) => {
    const key = inChildNames(foreignKey, option.key as PlainKey)
    return { id: keyId(key), key, label: option.label, ...(option.detail ? { detail: option.detail } : {}) }
  })
  if (!chosen || offered.some(({ id }) => id === keyId(chosen))) return offered
  return [{ id: keyId(chosen), key: chosen, label: keyText(chosen) }, ...offered]
}

const detailOf = (choices: readonly PickerChoice[], id: string) => choices.find((choice) => choice.id === id)?.detail

/** Keys are compared as text, since that is what forms hold. */
const inChildNames = ({ columns }: ForeignKey, key: PlainKey): PlainKey =>
  Object.fromEntries(columns.map(({ child, parent }) => [child, asText(key[parent])]))

const asText = (value: string | number | null | undefined): string =>
  String(value ?? '').replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/, '$1 $2')

const chosenKey = ({ columns }: ForeignKey, values: FormValues): PlainKey | null =>
  columns.every(({ child }) => values[child])
    ? Object.fromEntries(columns.map(({ child }) => [child, values[child]!]))
    : null

const narrowed = (table: Table, foreignKey: ForeignKey, values: FormValues): PlainKey => {
  const shared = sharedColumns(table, foreignKey)
  const known = foreignKey.columns.filter(({ child }) => shared.includes(child) && values[child])
  return Object.fromEntries(known.map(({ child, parent }) => [parent, values[child]!]))
}

/** A renamed reference is called by its column, any other by its parent. */
const pickerLabel = ({ columns }: ForeignKey, parent: Table): string => {
  const renamed = columns.find((column) => column.child !== column.parent)
  return renamed ? humanise(renamed.child) : tableTitle(parent.className)
}

const pickerHelp = (table: Table, { columns }: ForeignKey, parent: Table): string => {
  const own = columns.length === 1 && table.attributes.find(({ name }) => name === columns[0]?.child)?.comment
  return own || parent.comment || `A row of ${parent.name}`
}
