import { Button, Group, Kbd, Stack, Text, Title } from '@mantine/core'
import { getHotkeyHandler } from '@mantine/hooks'
import type { FormEvent, ReactNode } from 'react'
import { useRef } from 'react'
import { flushSync } from 'react-dom'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { ErrorState } from '../ErrorState.tsx'
import { Panel } from '../Panel.tsx'
import { useUnsavedGuard } from '../useUnsavedGuard.tsx'
import { FormEntries } from './FormEntries.tsx'
import { formEntries } from './formEntries.ts'
import { withoutFiles } from './formValues.ts'
import { PartRowsEditor } from './PartRowsEditor.tsx'
import { type EditedRow, editableParts } from './saveRow.ts'
import { useRowForm } from './useRowForm.ts'
import { type SavedRow, useSaveRow } from './useSaveRow.ts'

type Props = {
  readonly table: Table
  readonly pipeline: Pipeline
  /** What the inputs start with; the person may change it. */
  readonly initial?: Row | undefined
  /** Values that this form is about: shown, not changed. */
  readonly fixed?: Row | undefined
  /** Update this row instead of inserting one. */
  readonly edited?: EditedRow | undefined
  readonly submitLabel?: string
  readonly onSaved: (saved: SavedRow) => void
  readonly onCancel?: () => void
}

/** The form of any Manual or Lookup table, drawn from its definition: a row and its part rows, saved in one transaction. */
export const RowForm = ({
  table,
  pipeline,
  initial,
  fixed,
  edited,
  submitLabel = 'Save',
  onSaved,
  onCancel,
}: Props) => {
  const formElement = useRef<HTMLFormElement>(null)
  const parts = editableParts(pipeline.parts(table.name), edited)
  const form = useRowForm(table, parts, {
    row: { ...withoutFiles(table, initial), ...fixed, ...edited?.row },
    parts: edited?.parts,
  })
  const guard = useUnsavedGuard(form.dirty)
  const save = useSaveRow(table, parts, form, edited, {
    saved: (saved) => {
      guard.release()
      onSaved(saved)
    },
    refused: () => focusFirstError(formElement.current),
  })
  const fixedNames = new Set(Object.keys({ ...fixed, ...edited?.key }))
  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const problems = flushSync(() => form.validate(new Set(edited ? table.primaryKey : [])))
    if (Object.keys(problems).length === 0) save.submit()
    else focusFirstError(formElement.current)
  }
  const shared = { table, pipeline, fixed: fixedNames, ...form }
  const { key, details } = formEntries(table, pipeline)
  return (
    <form ref={formElement} noValidate onSubmit={submit} onKeyDown={getHotkeyHandler([['mod+Enter', () => submit()]])}>
      <Stack maw="52rem">
        <Section
          title="Identifies the row"
          about={edited && 'The key of a row stays as it is; to change it, enter a new row.'}
        >
          <FormEntries {...shared} entries={key} />
        </Section>
        {details.length > 0 && (
          <Section title="Details">
            <FormEntries {...shared} entries={details} />
          </Section>
        )}
        {parts.length > 0 && (
          <Section title="Rows that belong to it">
            {parts.map((part) => (
              <PartRowsEditor
                key={part.name}
                {...{ part, pipeline, errors: form.errors }}
                rows={form.parts[part.name] ?? []}
                onChange={(rows) => form.setPartRows(part.name, rows)}
              />
            ))}
          </Section>
        )}
        {save.error && (
          <div ref={scrollHere}>
            <ErrorState error={save.error} />
          </div>
        )}
        <Group>
          <Button type="submit" loading={save.saving}>
            {submitLabel}
          </Button>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              Cancel
            </Button>
          )}
          <Text size="xs" c="dimmed" visibleFrom="sm">
            <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> saves
          </Text>
        </Group>
      </Stack>
    </form>
  )
}

const Section = ({ title, about, children }: { title: string; about?: ReactNode; children: ReactNode }) => (
  <Panel aria-label={title}>
    <Title order={2} size="h3" mb={about ? 2 : 'sm'}>
      {title}
    </Title>
    {about && (
      <Text size="sm" c="dimmed" mb="sm">
        {about}
      </Text>
    )}
    {children}
  </Panel>
)

/** The person goes on typing where the first problem stands; the errors are drawn by now. */
const focusFirstError = (form: HTMLFormElement | null): void =>
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()

const scrollHere = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })
