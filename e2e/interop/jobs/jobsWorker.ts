import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { AppContext } from '#app/context.ts'
import { listJobs } from '#app/listJobs.ts'
import { populateTable } from '#app/populateTable.ts'
import { releaseReservation } from '#app/releaseReservation.ts'
import { workerLoop } from '#app/workerLoop.ts'
import type { Key } from '#core/pipeline/table.ts'
import { defineElement, defineMake } from '#elements/contract.ts'
import { readConfig } from '#server/config.ts'
import { openContext } from '#server/openContext.ts'

/**
 * A worker of LabBook as a process of its own, on a schema that Python declared. usage: jobsWorker.ts COMMAND, the database in
 * DATABASE_URL, `{"schema": …}` as the first line of standard input; JSON on standard output. `work` says "ready" and waits
 * for a second line.
 */
const run = async (): Promise<void> => {
  const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  const asked = JSON.parse((await lines.next()).value as string) as Asked
  const silent = { info: () => {}, warn: () => {}, error: (message: string) => process.stderr.write(`${message}\n`) }
  const { context, close } = await openContext(readConfig(process.env), silent)
  const element = defineElement({ name: 'judged', schemas: [], makes: [made(context, asked), failing(asked)] })
  const app: AppContext = withElement(context, element)
  const answer = await commands[process.argv[2]!]!(app, asked, () => lines.next())
  await close()
  process.stdout.write(`${JSON.stringify(answer)}\n`)
  process.exit(0)
}

type Asked = { readonly schema: string; readonly seconds: number; readonly number?: number }
type Command = (app: AppContext, asked: Asked, nextLine: () => Promise<unknown>) => Promise<unknown>

const items = 3
const actor = { user: 'judge' }

/** The pipeline stays the context's own, which follows what other programs declare. */
const withElement = (context: AppContext, element: AppContext['elements'][number]): AppContext =>
  Object.create(context, { elements: { value: [element] } }) as AppContext

const commands: Record<string, Command> = {
  declare: async (app) => app.pipeline.tables.length,
  work: async (app, { schema }, nextLine) => {
    process.stdout.write('ready\n')
    await nextLine()
    await workerLoop(app, { once: true, tables: [`${schema}.Made`] })
    return {}
  },
  fail: (app, { schema, number }) =>
    populateTable(app, { table: `${schema}.Failing`, where: `number = ${number}` }, () => {}),
  errors: (app, { schema }) => listJobs(app, { table: `${schema}.Failing`, status: 'error' }, actor),
  reserved: (app, { schema }) => listJobs(app, { table: `${schema}.Made`, status: 'reserved' }, actor),
  release: async (app, { schema }) => {
    const table = `${schema}.Made`
    const reserved = await listJobs(app, { table, status: 'reserved' }, actor)
    for (const { key } of reserved) await releaseReservation(app, { table, key }, actor)
    return reserved.map(({ key, pid, doubt }) => ({ key, pid, doubt }))
  },
}

const made = (context: AppContext, { schema, seconds }: Asked) =>
  defineMake<{ key: Key; amount: number }, number>({
    table: `${schema}.Made`,
    light: true,
    async fetch(key, { fetch1 }) {
      return { key, amount: Number((await fetch1(`${schema}.Source`, key)).amount) }
    },
    async compute({ key, amount }) {
      // On another connection than the job's: the run is told of even if its transaction is rolled back.
      await context.database.execute(
        `INSERT INTO \`${schema}\`.run (table_name, name, number, worker) VALUES ('Made', ?, ?, ?)`,
        [key.name!, key.number!, `labbook ${process.pid}`],
      )
      await wait(seconds * 1000)
      return amount
    },
    async insert(key, amount, { insert }) {
      await insert(`${schema}.Made`, [{ ...key, doubled: 2 * amount }])
      const rows = Array.from({ length: items }, (_, item) => ({ ...key, item, value: amount + item }))
      await insert(`${schema}.Made.Item`, rows)
    },
  })

const failing = ({ schema }: Asked) =>
  defineMake<Key, never>({
    table: `${schema}.Failing`,
    light: true,
    fetch: async (key) => key,
    compute: async ({ name }) => {
      throw new TypeError(`the header of ${name} ends early, é`)
    },
    insert: async () => {},
  })

run().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
