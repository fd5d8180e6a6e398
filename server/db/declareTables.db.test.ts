import { beforeAll, expect, test } from 'vitest'
import { compilePipeline, type SchemaDefinition } from '#core/pipeline/compilePipeline.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { declareTables } from './declareTables.ts'
import { introspect } from './introspect.ts'
import { serverKind } from './serverVersion.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()

const schemas: SchemaDefinition[] = [
  {
    name: 'scan',
    tables: [
      { name: 'Scan', tier: 'imported', definition: '-> animal.Animal\n---\nframes : int  # frames' },
      { name: 'Scan.Field', definition: '-> master\nfield : smallint\n---\nmask : longblob' },
    ],
  },
  {
    name: 'animal',
    tables: [
      {
        name: 'Species',
        tier: 'lookup',
        definition: "species : varchar(24)\n---\nlatin = '' : varchar(40)",
        contents: [{ species: 'mouse', latin: 'Mus musculus' }, { species: 'rat' }],
      },
      { name: 'Animal', definition: '# an animal\nanimal : varchar(8)\n---\n-> Species\nborn : date' },
    ],
  },
]

let pipeline: Pipeline
beforeAll(() => {
  pipeline = compilePipeline(schemas, { prefix: db.prefix, blobStyle: 'codec' })
})

test('tables are created parents first, with job table, lineage and contents, and a second time changes nothing', async () => {
  const [first, second] = [await declareTables(db.database, pipeline), await declareTables(db.database, pipeline)]
  expect([...first.created].sort()).toEqual(['animal.Animal', 'animal.Species', 'scan.Scan', 'scan.Scan.Field'])
  expect(second.created).toEqual([])
  const names = await db.database.query(`SHOW TABLES IN \`${db.prefix}scan\``)
  expect(names.map((row) => Object.values(row)[0]).sort()).toEqual(['_scan', '_scan__field', '~lineage', '~~scan'])
  expect(await db.database.query(`SELECT * FROM \`${db.prefix}animal\`.\`#species\` ORDER BY species`)).toEqual([
    { species: 'mouse', latin: 'Mus musculus' },
    { species: 'rat', latin: '' },
  ])
})

test('lineage leads each inherited attribute to its origin', async () => {
  await declareTables(db.database, pipeline)
  const rows = await db.database.query(
    `SELECT * FROM \`${db.prefix}scan\`.\`~lineage\` WHERE table_name = '_scan__field'`,
  )
  expect(rows).toEqual([
    { table_name: '_scan__field', attribute_name: 'animal', lineage: `${db.prefix}animal.animal.animal` },
    { table_name: '_scan__field', attribute_name: 'field', lineage: `${db.prefix}scan._scan__field.field` },
  ])
})

test('contents that a person changed stay changed', async () => {
  await declareTables(db.database, pipeline)
  const species = `\`${db.prefix}animal\`.\`#species\``
  await db.database.execute(`UPDATE ${species} SET latin = ? WHERE species = ?`, ['Rattus', 'rat'])
  await db.database.execute(`DELETE FROM ${species} WHERE species = ?`, ['mouse'])
  await declareTables(db.database, pipeline)
  expect(await db.database.query(`SELECT latin FROM ${species} ORDER BY species`)).toEqual([
    { latin: 'Mus musculus' },
    { latin: 'Rattus' },
  ])
})

test('processes that declare at the same time all succeed', async () => {
  const other = compilePipeline(schemas, { prefix: `${db.prefix}x_`, blobStyle: 'bare' })
  const results = await Promise.all([1, 2, 3].map(() => declareTables(db.database, other)))
  expect(results.flatMap(({ created }) => created)).toHaveLength(4)
})

test('no lineage table is begun in a database that holds tables of others without one', async () => {
  const prefix = `${db.prefix}y_`
  await db.database.execute(`CREATE DATABASE \`${prefix}animal\``)
  await db.database.execute(`CREATE TABLE \`${prefix}animal\`.cage (cage int PRIMARY KEY)`)
  await declareTables(db.database, compilePipeline(schemas, { prefix, blobStyle: 'codec' }))
  const names = await db.database.query(`SHOW TABLES IN \`${prefix}animal\``)
  expect(names.map((row) => Object.values(row)[0])).not.toContain('~lineage')
})

test('an index that this server cannot make is refused before anything is made', async ({ skip }) => {
  const tables: SchemaDefinition['tables'] = [
    { name: 'Plain', definition: 'plain : int' },
    { name: 'Odd', definition: 'odd : int\n---\ninfo : json\nindex (info.rate:decimal(8,2))' },
  ]
  const odd = compilePipeline([{ name: 'odd', tables }], { prefix: db.prefix, blobStyle: 'codec' })
  if ((await serverKind(db.database)).hasFunctionalIndexes) return skip('this server can')
  await expect(declareTables(db.database, odd)).rejects.toThrow('odd.Odd: the index of info.rate:decimal(8,2)')
  expect(await db.database.query(`SHOW TABLES IN \`${db.prefix}odd\``)).toEqual([])
})

test('indexes of parts of JSON values are read back as they were defined', async ({ skip }) => {
  if (!(await serverKind(db.database)).hasFunctionalIndexes) return skip('MariaDB has no functional indexes')
  const lines = [
    'index (info.rate:decimal(8,2))',
    'unique index (plain, info.place[0].name)',
    'index (info.n:unsigned)',
  ]
  const tables = [{ name: 'Part', definition: `plain : int\n---\ninfo : json\n${lines.join('\n')}` }]
  const pipeline = compilePipeline([{ name: 'part', tables }], { prefix: db.prefix, blobStyle: 'codec' })
  await declareTables(db.database, pipeline)
  const found = (await introspect(db.database, new Pipeline([]))).find(({ sqlName }) => sqlName === 'part')!
  const sorted = (table: Table) => table.indexes.map((index) => JSON.stringify(index)).sort()
  expect(sorted(found)).toEqual(sorted(pipeline.table('part.Part')))
  for (const line of lines) expect(found.definition).toContain(line)
})
