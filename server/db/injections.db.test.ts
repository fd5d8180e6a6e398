import { beforeAll, describe, expect, it } from 'vitest'
import { examplePipeline } from '#core/algebra/algebraExample.ts'
import { compare, contains, inKeys, isIn, keyEquals, like, not, startsWith } from '#core/algebra/condition.ts'
import { primaryKeyOf } from '#core/algebra/heading.ts'
import { parseQuery } from '#core/algebra/parseQuery.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import { injections } from '#core/algebra/testing/injections.ts'
import { randomQueryText } from '#core/algebra/testing/randomQueryText.ts'
import { readQuery } from '#core/algebra/wireQuery.ts'
import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row } from '#core/pipeline/table.ts'
import { seededRandom } from '#core/pipeline/testing/random.ts'
import { compileCount, compileQuery } from '#core/sql/compileQuery.ts'
import { compileInsert } from '#core/sql/compileWrites.ts'
import { declareTables } from './declareTables.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const server = useTestDatabase()
let pipeline: Pipeline
let before: unknown

beforeAll(async () => {
  pipeline = examplePipeline(server.prefix)
  await declareTables(server.database, pipeline)
  await insert('Subject', { subject: 'anna', sex: 'F', weight: '20.50' }, { subject: 'bert', sex: 'M', weight: null })
  await insert(
    'Session',
    { subject: 'anna', session_id: 1, started: '2024-03-01T10:00:00.250', rig: 'left' },
    { subject: 'anna', session_id: 2, started: '2024-03-02T10:00:00', rig: 'right' },
    { subject: 'bert', session_id: 1, started: '2024-03-03T10:00:00', rig: 'left' },
  )
  await insert('Pair', { subject: 'anna', partner: 'bert', minutes: 2.5 })
  await insert('Rig', { rig_number: 1 }, { rig_number: 2 })
  await insert('Spikes', { subject: 'anna', session_id: 1, rig_number: 1, n_units: 3 })
  before = await everything()
})

const insert = (table: string, ...rows: Row[]) => {
  const { text, params } = compileInsert(pipeline.table(table), rows)
  return server.database.execute(text, params)
}
const select = (query: Query): Promise<Row[]> => {
  const { text, params } = compileQuery(query)
  return server.database.query(text, params)
}
/** All that an injection could change: tables, rows, and settings of the server. */
const everything = async () => ({
  tables: await server.database.query('SELECT table_schema, table_name FROM information_schema.tables ORDER BY 1, 2'),
  rows: await Promise.all(pipeline.tables.map((table) => select(from(table)))),
  settings: await server.database.query("SHOW GLOBAL VARIABLES LIKE 'general_log'"),
})

/** Inside single quotes inside of double quotes, as a person would have to write it. */
const quoted = (text: string): string => {
  const inner = `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`
  return inner.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
const subjects = () => from(pipeline.table('Subject'))

describe('a hostile text', () => {
  it('is a value like any other wherever a value may stand', async () => {
    for (const text of injections) {
      const queries = [
        restrict(subjects(), compare('subject', '=', text)),
        restrict(subjects(), isIn('subject', [text, text])),
        restrict(subjects(), like('subject', `${text}x`)),
        restrict(subjects(), contains('subject', `x${text}`)),
        restrict(subjects(), startsWith('subject', `x${text}`)),
        restrict(subjects(), keyEquals({ subject: text })),
        restrict(from(pipeline.table('Session')), inKeys([{ subject: text, session_id: 1 }])),
        parseQuery(`Subject & "subject = ${quoted(text)}"`, pipeline),
        parseQuery(`Subject & "CONCAT(subject, ${quoted(text)}) = 'x'"`, pipeline),
        parseQuery(`Subject.aggr(Session, n="COUNT(DISTINCT CONCAT(rig, ${quoted(text)}))") & 'n > 9'`, pipeline),
        readQuery(
          {
            node: 'restrict',
            source: { node: 'table', table: 'animal.Subject' },
            condition: {
              is: 'compare',
              left: { is: 'attribute', name: 'subject' },
              op: '=',
              right: { is: 'value', value: text },
            },
          },
          pipeline,
        ),
      ]
      for (const query of queries) expect(await select(query), text).toEqual([])
      expect(await select(restrict(subjects(), not(compare('subject', '=', text)))), text).toHaveLength(2)
    }
  }, 60_000)

  it('comes back as it was typed', async () => {
    for (const text of injections) {
      const query = parseQuery(`Rig.proj(x="CONCAT(${quoted(text)}, '')") & 'rig_number = 1'`, pipeline)
      expect(await select(query), text).toEqual([{ rig_number: 1, x: text }])
    }
  })

  it('is refused wherever a name, a function, an order or a number may stand', () => {
    const table = { node: 'table', table: 'animal.Subject' }
    for (const text of injections.filter((each) => !['TRUE', 'NULL', '`subject`'].includes(each))) {
      const attempts: (() => unknown)[] = [
        () => parseQuery(text, pipeline),
        () => parseQuery(`Subject & dj.Top(2, "${text.replaceAll('"', '')}")`, pipeline),
        () => parseQuery(`Subject & dj.Top(${text})`, pipeline),
        () => parseQuery(`Subject.proj(${text})`, pipeline),
        () => parseQuery(`dj.U('${text.replaceAll("'", '"')}') & Subject`, pipeline),
        () => readQuery({ ...table, table: text }, pipeline),
        () => readQuery({ node: 'universe', attributes: [text], source: table }, pipeline),
        () =>
          readQuery(
            { node: 'top', source: table, limit: 1, offset: 0, order: [{ attribute: text, direction: 'asc' }] },
            pipeline,
          ),
        () => readQuery({ node: 'top', source: table, limit: text, offset: 0, order: [] }, pipeline),
        () => readQuery({ node: 'project', source: table, columns: [{ name: 'x', from: text }] }, pipeline),
        () =>
          readQuery(
            {
              node: 'project',
              source: table,
              columns: [{ name: 'x', expression: { is: 'call', name: text, args: [] } }],
            },
            pipeline,
          ),
        () => compileQuery(subjects(), { order: [{ attribute: text, direction: 'asc' }] }),
        () => compileQuery(subjects(), { attributes: [text] }),
      ]
      for (const attempt of attempts) expect(attempt, text).toThrow(LabBookError)
    }
  })

  it('is a quoted name where a new attribute is called so', async () => {
    for (const text of injections.filter(
      (each) => each !== '__proto__' && each.length <= 64 && !/[\0\ud800-\udfff]|\s$/.test(each),
    )) {
      const query = readQuery(
        {
          node: 'project',
          source: { node: 'table', table: 'animal.Rig' },
          columns: [
            { name: 'rig_number', from: 'rig_number' },
            { name: text, from: 'rig_label' },
          ],
        },
        pipeline,
      )
      expect(Object.keys((await select(query))[0]!), text).toEqual(['rig_number', text])
    }
  })
})

it('random queries are statements that the server takes, with as many rows as it counts', async () => {
  let taken = 0
  for (let seed = 0; seed < 1200; seed++) {
    const query = parsed(randomQueryText(seededRandom(seed)))
    if (!query) continue
    const { text, params } = compileCount(query)
    const rows = await select(query)
    expect(Number((await server.database.query(text, params))[0]?.count), text).toBe(rows.length)
    const keys = new Set(rows.map((row) => JSON.stringify(primaryKeyOf(query).map((name) => row[name]))))
    expect(keys.size, text).toBe(rows.length)
    taken++
  }
  expect(taken).toBeGreaterThan(150)
})

it('nothing of all that changed anything', async () => {
  expect(await everything()).toEqual(before)
})

const parsed = (text: string): Query | undefined => {
  try {
    const query = parseQuery(text, pipeline)
    compileQuery(query)
    return query
  } catch (error) {
    if (error instanceof LabBookError) return undefined
    throw error
  }
}
