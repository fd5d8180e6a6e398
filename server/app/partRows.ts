import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table, Value } from '#core/pipeline/table.ts'
import type { RowInput } from './views.ts'

export type PartRows = { readonly part: Table; readonly rows: readonly RowInput[] }

/** The named parts of a master with the rows given for them, parents first. @throws BAD_REQUEST for what is no part of it */
export const partTables = (
  pipeline: Pipeline,
  master: Table,
  given: Readonly<Record<string, readonly RowInput[]>> = {},
): readonly PartRows[] => {
  const parts = pipeline.parts(master.name)
  const stranger = Object.keys(given).find((name) => !parts.some((part) => part.name === name))
  if (stranger !== undefined)
    throw new LabBookError('BAD_REQUEST', { problem: `${stranger} is not a part of ${master.name}.` })
  return parts.flatMap((part) => (given[part.name] ? [{ part, rows: given[part.name] ?? [] }] : []))
}

/** The master's key under the names that the part gives it. */
export const partKey = (part: Table, key: Key): Readonly<Record<string, Exclude<Value, Uint8Array>>> => {
  const toMaster = part.foreignKeys.find(({ parent }) => parent === part.master)
  return Object.fromEntries(
    (toMaster?.columns ?? []).map(({ child, parent }) => [child, key[parent] as Exclude<Value, Uint8Array>]),
  )
}

/** Runs `work`; what it says about a row also says which part row it was, for the form to mark. */
export const inPart = <T>(part: Table, index: number, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof LabBookError)) throw error
    throw new LabBookError(error.code, { ...error.data, part: part.name, index }, { cause: error })
  }
}
