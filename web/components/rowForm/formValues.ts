import type { RowInput } from '#app/views.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute, ForeignKey, Row, Table, Value } from '#core/pipeline/table.ts'
import { type ChosenFiles, parseChosen, toGivenUpload } from '../../fields/file/chosenFiles.ts'
import { isAsked, isFile } from '../../fields/index.ts'
import { isRequired, masterColumns } from './formEntries.ts'

/** What stands in the inputs, by attribute; `''` for nothing. */
export type FormValues = Readonly<Record<string, string>>
/** A sentence per attribute that is wrong. */
export type FormErrors = Readonly<Record<string, string>>

/** What a new form shows: given values, otherwise defaults that are values. */
export const initialValues = (table: Table, given: Row = {}): FormValues =>
  Object.fromEntries(
    table.attributes.map((attribute) => [
      attribute.name,
      attribute.name in given ? asTyped(given[attribute.name] ?? null) : (attribute.default ?? ''),
    ]),
  )

/** What is sent to be saved. An empty input is NULL where that is allowed, and otherwise absent, which means the default. */
export const toRowInput = (table: Table, values: FormValues, leaveOut: ReadonlySet<string> = new Set()): RowInput =>
  Object.fromEntries(
    table.attributes
      .filter((attribute) => isAsked(attribute) && !leaveOut.has(attribute.name))
      .map((attribute) => [attribute.name, toInput(attribute, values[attribute.name] ?? '')] as const)
      .filter((entry): entry is [string, RowInput[string]] => entry[1] !== undefined),
  )

/** Problems of every attribute, by the same types that the server uses. `leaveOut` names what the form does not ask for. */
export const validateValues = (
  table: Table,
  values: FormValues,
  leaveOut: ReadonlySet<string> = masterColumns(table),
): FormErrors =>
  Object.fromEntries(
    table.attributes
      .filter(({ name }) => !leaveOut.has(name))
      .map((attribute) => [attribute.name, problemOf(attribute, values[attribute.name] ?? '')] as const)
      .filter((entry): entry is [string, string] => entry[1] !== null),
  )

/** What is wrong with one typed text, or null. */
export const problemOf = (attribute: Attribute, text: string): string | null => {
  if (!isAsked(attribute)) return null
  if (text.trim() === '') return isRequired(attribute) ? 'This needs a value.' : null
  const chosen = parseChosen(text)
  if (chosen) return problemOfFiles(attribute, chosen)
  if (isFile(attribute)) return null
  const parsed = attributeType(attribute.type).parse(text)
  return 'problem' in parsed ? parsed.problem : null
}

const problemOfFiles = (attribute: Attribute, { upload, path }: ChosenFiles): string | null => {
  if (upload === null) return 'The file is still on its way; save when it has arrived.'
  return path === undefined ? null : problemOf(attribute, path)
}

/** What a new row does not take over from the one that it begins as: files, which only their own row has. */
export const withoutFiles = (table: Table, row: Row = {}): Row =>
  Object.fromEntries(
    Object.entries(row).filter(([name]) => !table.attributes.some((each) => each.name === name && isFile(each))),
  )

/** The values after a parent was chosen (`key` in the child's names) or cleared (null). What depended on another parent is emptied. */
export const chooseParent = (table: Table, values: FormValues, foreignKey: ForeignKey, key: Row | null): FormValues => {
  const mine = foreignKey.columns.map(({ child }) => child)
  const next = Object.fromEntries(mine.map((name) => [name, key ? asTyped(key[name] ?? null) : '']))
  const changed = mine.filter((name) => next[name] !== values[name])
  const stale = table.foreignKeys
    .filter((other) => other !== foreignKey && other.columns.some(({ child }) => changed.includes(child)))
    .flatMap((other) => other.columns.map(({ child }) => child))
    .filter((name) => !mine.includes(name))
  return { ...values, ...Object.fromEntries(stale.map((name) => [name, ''])), ...next }
}

const asTyped = (value: Value): string =>
  value === null || value instanceof Uint8Array ? '' : String(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)/, '$1 $2')

const toInput = (attribute: Attribute, text: string): RowInput[string] | undefined => {
  const chosen = parseChosen(text)
  if (chosen) return toGivenUpload(chosen) ?? undefined
  if (text !== '') return isFile(attribute) ? undefined : text
  if (attribute.nullable) return null
  return attribute.default === '' ? '' : undefined
}
