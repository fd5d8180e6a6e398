import type { RowInput } from '#app/views.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { isTyped } from '../../fields/index.ts'
import type { PlainKey } from '../../lib/labels.ts'
import { pick } from '../../lib/labels.ts'
import { masterColumns } from './formEntries.ts'
import { toRowInput } from './formValues.ts'
import type { RowFormState } from './useRowForm.ts'

/** A row that is there already, as the person saw it. */
export type EditedRow = {
  readonly key: PlainKey
  readonly row: Row
  readonly parts: Readonly<Record<string, readonly Row[]>>
}

type Saved = Pick<RowFormState, 'values' | 'parts' | 'changedParts'>

/** The request that inserts what the form holds. */
export const insertRequest = (table: Table, partTables: readonly Table[], form: Saved) => ({
  table: table.name,
  row: toRowInput(table, form.values),
  parts: partsToSend(partTables, form, ({ name }) => (form.parts[name]?.length ?? 0) > 0),
})

/** The request that updates: secondary attributes, the parts that were changed, and what the person saw before. */
export const updateRequest = (table: Table, partTables: readonly Table[], form: Saved, edited: EditedRow) => ({
  table: table.name,
  key: edited.key,
  row: toRowInput(table, form.values, new Set(table.primaryKey)),
  parts: partsToSend(partTables, form, ({ name }) => form.changedParts.has(name)),
  expected: pick(edited.row, seenAttributes(table)),
})

/** The server sends no more rows of one part. */
const partLimit = 1000

/**
 * Part tables whose rows a form can replace as a whole. Not those with arrays, which would be lost since the browser never has
 * them, nor those of which it did not get every row.
 */
export const editableParts = (parts: readonly Table[], edited: EditedRow | undefined): Table[] =>
  parts.filter((part) => {
    const rows = edited?.parts[part.name] ?? []
    const arrays = part.attributes.filter((attribute) => !isTyped(attribute))
    return rows.length < partLimit && !rows.some((row) => arrays.some(({ name }) => row[name] != null))
  })

const partsToSend = (tables: readonly Table[], form: Saved, included: (table: Table) => boolean) =>
  Object.fromEntries(
    tables
      .filter(included)
      .map((table): [string, RowInput[]] => [
        table.name,
        (form.parts[table.name] ?? []).map(({ values }) => toRowInput(table, values, masterColumns(table))),
      ]),
  )

const seenAttributes = (table: Table): string[] => table.attributes.filter(isTyped).map(({ name }) => name)
