import { expect, test } from 'vitest'
import type { Key } from '#core/pipeline/table.ts'
import { tableReference } from '#core/sql/identifier.ts'
import { defineElement, defineMake, type SchemaDefinition } from '#elements/contract.ts'
import { runComputeInline } from './compute/runComputeInline.ts'
import type { AppContext } from './context.ts'
import { listJobs } from './listJobs.ts'
import { populateTable } from './populateTable.ts'
import { useTestContext } from './testing/testContext.ts'

/** A make that streams its result into rows, statement by statement. */
const schema: SchemaDefinition = {
  name: 'long',
  tables: [
    { name: 'Source', tier: 'manual', definition: 'source : int  # number\n---' },
    { name: 'Traces', tier: 'computed', definition: '-> Source\n---\ntraces : int  # how many' },
    { name: 'Traces.Trace', definition: '-> master\ntrace : int  # which\n---\nvalues : <blob>  # samples' },
  ],
}
const traces = 100
const make = defineMake<Key, number>({
  table: 'long.Traces',
  light: true,
  fetch: async (key) => key,
  compute: async () => traces,
  async insert(key, count, { insert }) {
    await insert('long.Traces', [{ ...key, traces: count }])
    for (let trace = 0; trace < count; trace++)
      await insert('long.Traces.Trace', [{ ...key, trace, values: new Uint8Array(1000) }])
  },
})

const lab = useTestContext([schema])
const app = (): AppContext => {
  const elements = [defineElement({ name: 'long', schemas: [schema], makes: [make] })]
  return { ...lab.context, elements, compute: runComputeInline(elements) }
}
const count = async (table: string) => {
  const [row] = await lab.db.database.query(
    `SELECT COUNT(*) AS n FROM ${tableReference(lab.context.pipeline.table(table))}`,
  )
  return row!.n
}

test('a long insert tells how far it is, ends in the midst when it is stopped, and leaves nothing', async () => {
  await lab.db.database.execute(`INSERT INTO ${tableReference(lab.context.pipeline.table('long.Source'))} VALUES (1)`)
  const stop = new AbortController()
  const told: string[] = []
  const onProgress = ({ message }: { message: string }) => {
    told.push(message)
    if (message.startsWith('storing: 10 ')) stop.abort(new Error('stopped'))
  }
  const request = { table: 'long.Traces', signal: stop.signal }
  expect(await populateTable(app(), request, onProgress)).toMatchObject({ done: 0, failed: 0, left: 1 })
  expect(told).toContain('storing: 10 rows so far')
  expect(told).not.toContain('storing: 20 rows so far')
  expect([await count('long.Traces'), await count('long.Traces.Trace')]).toEqual([0, 0])
  expect(await listJobs(app(), { table: 'long.Traces' }, { user: 'ann' })).toMatchObject([{ status: 'pending' }])

  await populateTable(app(), { table: 'long.Traces' }, () => {})
  expect([await count('long.Traces'), await count('long.Traces.Trace')]).toEqual([1, traces])
})
