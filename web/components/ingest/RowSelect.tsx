import { Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ParentOption } from '#app/views.ts'
import { keyId, keyText, type PlainKey } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'

type Props = {
  readonly table: string
  readonly label: string
  readonly description?: string
  readonly placeholder?: string
  readonly value: PlainKey | null
  readonly onChange: (key: PlainKey | null) => void
  readonly required?: boolean
  readonly error?: string | undefined
}

/** One row of a table, searched for on the server by any word of its key or description. */
export const RowSelect = ({ table, value, onChange, required = false, ...input }: Props) => {
  const trpc = useTRPC()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(value && typed === keyText(value) ? '' : typed, 200)
  const found = useQuery(
    trpc.table.parents.queryOptions(
      { table, ...(search ? { search } : {}) },
      { placeholderData: keepPreviousData, staleTime: 0 },
    ),
  )
  const options = withChosen(found.data ?? [], value)
  return (
    <Select
      {...input}
      withAsterisk={required}
      searchable
      clearable={!required}
      allowDeselect={!required}
      data={options.map(({ key, label, detail }) => ({
        value: keyId(key),
        label: detail ? `${label} (${detail})` : label,
      }))}
      value={value && keyId(value)}
      onChange={(id) => onChange((options.find(({ key }) => keyId(key) === id)?.key as PlainKey) ?? null)}
      onSearchChange={setTyped}
      onDropdownOpen={() => void found.refetch()}
      filter={({ options: all }) => all}
      nothingFoundMessage={found.isFetching ? 'Looking…' : 'Nothing of that name.'}
      error={input.error ?? found.error?.message}
    />
  )
}

/** What is chosen stays in the list, even if the search no longer finds it. */
const withChosen = (options: readonly ParentOption[], chosen: PlainKey | null): readonly ParentOption[] =>
  !chosen || options.some(({ key }) => keyId(key) === keyId(chosen))
    ? options
    : [{ key: chosen, label: keyText(chosen) }, ...options]
