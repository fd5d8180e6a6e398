import { createHash } from 'node:crypto'
import { type CascadeStep, orphanedParts, type PartIntegrity, planCascade } from '#core/algebra/planCascade.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { compileChecksum } from '#core/sql/compileChecksum.ts'
import { compileRowLengths } from '#core/sql/compileTrash.ts'
import type { Queryable } from '#db/port.ts'
import { assertMaster, assertNotOwn } from './assertWritable.ts'
import type { AppContext } from './context.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { selectCount } from './selectRows.ts'
import { readTrashLimit } from './trash/trashLimit.ts'
import type { DeletePreview } from './views.ts'

/** A delete as planned and counted at one moment: steps parents first, only those that have rows. */
export type Cascade = {
  readonly steps: readonly CascadeStep[]
  readonly preview: DeletePreview
  /** Bytes that the trash takes at once. */
  readonly trashLimit: number
}

/** A row, and what becomes of part rows below it whose masters would stay. */
export type CascadeRequest = { readonly table: string; readonly key: Key; readonly parts?: PartIntegrity }
type Counted = { readonly step: CascadeStep; readonly rows: number; readonly mark: string }

/**
 * What deleting one row takes along, counted on `queryable`.
 * @throws NO_SUCH_ROW, PART_INTEGRITY when a part row would go without its master, BAD_REQUEST
 */
export const readCascade = async (
  context: AppContext,
  queryable: Queryable,
  asked: CascadeRequest,
): Promise<Cascade> => {
  const table = context.pipeline.table(asked.table)
  assertNotOwn(table)
  assertMaster(table)
  const key = parsePrimaryKey(table, asked.key)
  const counted: Counted[] = []
  for (const step of planCascade(context.pipeline, table, key, asked.parts))
    counted.push(await countStep(queryable, step))
  const present = counted.filter(({ rows }) => rows > 0)
  if (!present.some(({ step }) => step.table === table))
    throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  const steps = present.map(({ step }) => step)
  if ((asked.parts ?? 'enforce') === 'enforce')
    for (const step of steps) await assertMasterGoesToo(queryable, step, steps)
  const bytes = await estimateBytes(queryable, present)
  const trashLimit = await readTrashLimit(queryable)
  return { steps, preview: { ...describe(table, key, present), bytes, keepable: bytes <= trashLimit }, trashLimit }
}

export const rowsOfStep = ({ table, condition }: CascadeStep): Query => restrict(from(table), condition)

const describe = (table: Table, key: Key, present: readonly Counted[]) => ({
  table: table.name,
  key,
  counts: present.map(({ step, rows }) => ({ table: step.table.name, rows, tier: step.table.tier })),
  total: present.reduce((sum, { rows }) => sum + rows, 0),
  token: createHash('sha256')
    .update(JSON.stringify(present.map(({ step, rows, mark }) => [step.table.name, rows, mark])))
    .digest('base64url'),
})

const estimateBytes = async (queryable: Queryable, present: readonly Counted[]): Promise<number> => {
  const { text, params } = compileRowLengths(present.map(({ step }) => step.table))
  const lengths = new Map((await queryable.query(text, params)).map(({ db, name, bytes }) => [`${db}.${name}`, bytes]))
  return present.reduce((sum, { step: { table }, rows }) => {
    return sum + rows * Number(lengths.get(`${table.database}.${table.sqlName}`) ?? 0)
  }, 0)
}

/** The mark is a checksum of the primary keys: the same marks mean, for a person's purposes, the same rows. */
const countStep = async (queryable: Queryable, step: CascadeStep): Promise<Counted> => {
  const { text, params } = compileChecksum(rowsOfStep(step), step.table.primaryKey)
  const [row] = await queryable.query(text, params)
  return { step, rows: Number(row?.count ?? 0), mark: String(row?.checksum) }
}

const assertMasterGoesToo = async (
  queryable: Queryable,
  step: CascadeStep,
  steps: readonly CascadeStep[],
): Promise<void> => {
  const orphaned = orphanedParts(step, steps)
  if (!orphaned || (await selectCount(queryable, restrict(from(step.table), orphaned))) === 0) return
  throw new LabBookError('PART_INTEGRITY', { table: step.table.name, master: step.table.master })
}
