import { useState } from 'react'
import type { ForeignKey, Row, Table } from '#core/pipeline/table.ts'
import type { Issue } from '../../lib/readError.ts'
import {
  chooseParent,
  type FormErrors,
  type FormValues,
  initialValues,
  problemOf,
  validateValues,
} from './formValues.ts'

/** Rows of one part as they stand in the form; `id` follows a row while others come and go. */
export type PartRow = { readonly id: string; readonly values: FormValues }
export type PartRows = Readonly<Record<string, readonly PartRow[]>>

export type RowFormState = ReturnType<typeof useRowForm>
type Given = { readonly row?: Row | undefined; readonly parts?: Readonly<Record<string, readonly Row[]>> | undefined }

/** Values and problems of a row and its part rows. Nothing typed is ever thrown away by an error. */
export const useRowForm = (table: Table, partTables: readonly Table[], given: Given) => {
  const [values, setValues] = useState(() => initialValues(table, given.row))
  const [parts, setParts] = useState(() => givenParts(partTables, given.parts))
  const [errors, setErrors] = useState<FormErrors>({})
  const [dirty, setDirty] = useState(false)
  const [changedParts, setChangedParts] = useState<ReadonlySet<string>>(new Set())

  const update = (next: FormValues, touched: readonly string[]) => {
    setValues(next)
    setDirty(true)
    setErrors((before) => without(before, touched))
  }
  return {
    values,
    parts,
    errors,
    dirty,
    changedParts,
    setValue: (name: string, text: string) => update({ ...values, [name]: text }, [name]),
    setParent: (foreignKey: ForeignKey, key: Row | null) =>
      update(
        chooseParent(table, values, foreignKey, key),
        foreignKey.columns.map(({ child }) => child),
      ),
    /** On leaving an input: says what is wrong, but does not yet complain about an empty one. */
    check: (name: string) => {
      const attribute = table.attributes.find((candidate) => candidate.name === name)
      const problem = attribute && values[name] ? problemOf(attribute, values[name]) : null
      setErrors((before) => (problem ? { ...before, [name]: problem } : without(before, [name])))
    },
    setPartRows: (part: string, rows: readonly PartRow[]) => {
      setParts({ ...parts, [part]: rows })
      setChangedParts(new Set([...changedParts, part]))
      setDirty(true)
      setErrors((before) => withoutPart(before, part))
    },
    /** Everything at once, before sending. */
    validate: (leaveOut: ReadonlySet<string>): FormErrors => {
      const found = { ...validateValues(table, values, leaveOut), ...partProblems(partTables, parts) }
      setErrors(found)
      return found
    },
    setIssues: (issues: readonly Issue[]) =>
      setErrors(Object.fromEntries(issues.map(({ attribute, message }) => [attribute, message]))),
  }
}

/** Under which name an attribute of a part's row keeps its problem. */
export const partErrorName = (part: string, index: number, attribute: string): string =>
  `${part}[${index}].${attribute}`

export const newPartRow = (table: Table, row?: Row): PartRow => ({
  id: `row${++partRowCount}`,
  values: initialValues(table, row),
})
let partRowCount = 0

const givenParts = (tables: readonly Table[], given: Given['parts'] = {}): PartRows =>
  Object.fromEntries(
    tables.map((table) => [table.name, (given[table.name] ?? []).map((row) => newPartRow(table, row))]),
  )

const partProblems = (tables: readonly Table[], parts: PartRows): FormErrors =>
  Object.fromEntries(
    tables.flatMap((table) =>
      (parts[table.name] ?? []).flatMap(({ values }, index) =>
        Object.entries(validateValues(table, values)).map(([name, problem]) => [
          partErrorName(table.name, index, name),
          problem,
        ]),
      ),
    ),
  )

const without = (errors: FormErrors, names: readonly string[]): FormErrors =>
  Object.fromEntries(Object.entries(errors).filter(([name]) => !names.includes(name)))

const withoutPart = (errors: FormErrors, part: string): FormErrors =>
  Object.fromEntries(Object.entries(errors).filter(([name]) => !name.startsWith(`${part}[`)))
