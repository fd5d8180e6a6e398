import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { applyMigration, type Migration, migrationOf, upgradeOf } from '#app/migrateTables.ts'
import { compileDefinitions } from '#core/assembly/compileDefinitions.ts'
import type { BlobStyle } from '#core/definition/attributeType.ts'
import type { Renames } from '#core/evolution/wantedState.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import { declareTables } from '#db/declareTables.ts'
import { introspect } from '#db/introspect.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'

const python2 = process.env.LABBOOK_TEST_PYTHON
const python014 = process.env.LABBOOK_TEST_PYTHON_014
const script = resolve(import.meta.dirname, 'migrate/migrate.py')

type Told = Record<string, { primary_key: string[]; rows: unknown[][] }>

describe.skipIf(!python2 || !python014)('datajoint-python after a migration', () => {
  const db = usePythonDatabase()
  const tell = (python: string | undefined, database: string, without: string[] = []) =>
    db.judge(python!, script, 'tell', { database, without }) as Promise<Told>
  const seen = async () => new Pipeline(await introspect(db.database, new Pipeline([])))
  const apply = async (migration: Migration, allowLoss = false) =>
    applyMigration(
      { pipeline: await seen(), database: db.database, now: () => new Date() },
      migration,
      { allowLoss },
      { user: 'tester' },
    )

  test('2.x reads, joins and populates what 0.14 made once it is upgraded, and no row was touched', async () => {
    const database = 'lab014'
    await db.judge(python014!, script, 'declare', { database })
    const before = await tell(python014, database, ['thumbnail'])
    expect(await tell(python2, database, ['thumbnail'])).not.toEqual(before)
    const checksums = () =>
      db.database.query(
        `CHECKSUM TABLE ${Object.values(tables)
          .map((name) => `${database}.\`${name}\``)
          .join(', ')}`,
      )
    const tables = {
      method: '#method',
      animal: 'animal',
      scan: 'scan',
      summary: '__summary',
      row: '__summary__row',
      jobs: '~jobs',
    }
    const sums = await checksums()
    const { steps } = await apply(upgradeOf(database, await seen()))
    expect(steps).toBe(7)
    expect(await apply(upgradeOf(database, await seen()))).toEqual({ steps: 0 })
    expect(await tell(python2, database, ['thumbnail'])).toEqual(before)
    expect(await checksums()).toEqual(sums)
    expect(await db.judge(python2!, script, 'work', { database })).toEqual({ joined: 2, made: 2, errors: [] })
  })

  const definitions = `[Weighing: manual]
animal : varchar(8)
---
mass : float             # g
state = 'U' : enum('U', 'V')
trace = null : <blob>    # readings
old = null : varchar(8)
`
  const changed = `[Weighing: manual]
# Weighing of an animal
animal : varchar(8)      # name
---
weight : double          # g
state = 'U' : enum('U', 'V', 'W')
trace = null : <blob>    # readings of the scale
extra = null : <blob>    # more readings
code = null : uuid
index (state)
`
  test.each([
    { generation: '2.x', python: python2, blobStyle: 'codec' },
    { generation: '0.14', python: python014, blobStyle: 'bare' },
  ] as const)(
    '$generation reads and writes a table that was altered in $blobStyle style',
    async ({ python, blobStyle }) => {
      const database = `cages_${blobStyle}`
      const renames: ReadonlyMap<string, Renames> = new Map([[`${database}.Weighing`, new Map([['weight', 'mass']])]])
      const compile = async (text: string) =>
        compileDefinitions(text, { file: 'cages.txt', schema: database }, await seen(), {
          prefix: '',
          blobStyle: blobStyle as BlobStyle,
        })
      await declareTables(db.database, (await compile(definitions)).pipeline)
      await db.judge(python!, script, 'insert', {
        database,
        table: 'Weighing',
        row: { animal: 'a', mass: 1.5, trace: [1, 2.5], old: 'x' },
      })
      const { tables, pipeline } = await compile(changed)
      await expect(apply(migrationOf(tables, pipeline, renames))).rejects.toThrow('1 value of "old" would be lost')
      await apply(migrationOf(tables, pipeline, renames), true)
      await db.judge(python!, script, 'insert', {
        database,
        table: 'Weighing',
        row: { animal: 'b', weight: 2, state: 'W', extra: [3] },
      })
      const empty = null
      expect(await tell(python, database)).toEqual({
        Weighing: {
          primary_key: ['animal'],
          rows: [
            ['a', 1.5, 'U', ['float64', [2], [1, 2.5]], empty, empty],
            ['b', 2, 'W', empty, ['float64', [1], [3]], empty],
          ],
        },
      })
    },
  )
})
