import type { AppContext } from '#app/context.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { declareTables } from '#db/declareTables.ts'
import { introspect } from '#db/introspect.ts'
import type { SchemaDefinition, TableDefinition } from '#elements/contract.ts'
import type { Figure, Point } from '../figure.ts'
import type { Ground } from '../ground/ground.ts'
import { otherName } from '../ground/python.ts'
import { against, interleaved, secondsOf } from './interleaved.ts'
import { questions } from './questions.ts'

/** Somebody else's schema read from information_schema, as if it were seen for the first time. */
export const introspectFigure: Figure = {
  name: 'core.introspect',
  title: 'reading the tables of a schema from the database, beside VirtualModule',
  disk: () => 0.1e9,
  async run(ground) {
    const points: Point[] = []
    for (const size of [10, 100, 300]) points.push({ size, ...(await introspectBoth(ground, size)) })
    const { ours, other } = points.at(-1)!
    return {
      measured: [
        {
          what: '300 tables',
          unit: 's',
          ours,
          other: against(`${otherName} VirtualModule, headings and foreign keys`, other),
          target: { value: 1 },
          note: `${await statementsOfOurs(ground)} statements, whatever the number of tables`,
        },
      ],
      curves: [{ what: 'introspecting', unit: 's', by: 'tables', points, other: otherName }],
    }
  },
}

/** Only the schema of this size is there: the smaller ones are gone. */
const introspectBoth = async (ground: Ground, tables: number) => {
  const { app } = await ground.server()
  const python = await ground.python()
  const schema = `bench${tables}`
  const pipeline = compilePipeline([chainOfTables(schema, tables)], app.config)
  await declareTables(app.database, pipeline)
  const outcome = await interleaved(3, {
    ours: () => secondsOf(() => introspectAll(app, schema, tables)),
    other: python && (async () => (await python.ask('introspect', { schema: `labbook_${schema}` })).seconds),
  })
  if (tables < 300) await app.database.execute(`DROP DATABASE \`labbook_${schema}\``)
  return outcome
}

const introspectAll = async (app: AppContext, schema: string, tables: number): Promise<void> => {
  const found = await introspect(app.database, app.pipeline, { prefix: app.config.prefix })
  const seen = found.filter((table) => table.schema === schema).length
  if (seen !== tables) throw new Error(`${seen} of ${tables} tables were seen`)
}

const statementsOfOurs = async (ground: Ground): Promise<number> => {
  const { app } = await ground.server()
  const before = await questions(app.database)
  await introspect(app.database, app.pipeline, { prefix: app.config.prefix })
  return (await questions(app.database)) - before - 1
}

/** Chains of five: each table has a foreign key to the one before it, and a dozen attributes. */
const chainOfTables = (name: string, count: number): SchemaDefinition => ({
  name,
  tables: Array.from(
    { length: count },
    (_, index): TableDefinition => ({
      name: `Table${index}`,
      tier: 'manual',
      definition: [
        index % 5 === 0 ? `chain${index} : int  # number` : `-> Table${index - 1}`,
        '---',
        ...attributes,
      ].join('\n'),
    }),
  ),
})

const attributes = Array.from(
  { length: 10 },
  (_, index) => `value${index}=null : ${index % 2 ? 'double' : 'varchar(40)'}  # value ${index}`,
)
