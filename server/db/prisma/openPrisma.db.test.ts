import { beforeAll, beforeEach, expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { declareTables } from '../declareTables.ts'
import { useTestDatabase } from '../testing/testDatabase.ts'

const db = useTestDatabase()

/** The tables behind three of the client's models, over two databases. */
const schemas = [
  {
    name: 'lab',
    tables: [
      {
        name: 'Source',
        tier: 'lookup' as const,
        definition: `source : varchar(32)\n---\nsource_name : varchar(255)\ncontact_details = '' : varchar(255)\nsource_description = '' : varchar(255)`,
      },
    ],
  },
  {
    name: 'subject',
    tables: [
      {
        name: 'Allele',
        tier: 'lookup' as const,
        definition: `allele : varchar(32)\n---\nallele_standard_name = '' : varchar(255)`,
      },
      {
        name: 'Allele.Source',
        definition: `-> master\n---\n-> lab.Source\nsource_identifier = '' : varchar(255)\nsource_url = '' : varchar(255)\nexpression_data_url = '' : varchar(255)`,
      },
    ],
  },
]

beforeAll(() => declareTables(db.database, compilePipeline(schemas, { prefix: db.prefix, blobStyle: 'codec' })))

beforeEach(async () => {
  await db.prisma.subject_Allele_Source.deleteMany()
  await db.prisma.subject_Allele.deleteMany()
  await db.prisma.lab_Source.deleteMany()
  await db.prisma.lab_Source.create({ data: { source: 'JAX', source_name: 'Jackson' } })
})

const createNested = () =>
  db.prisma.subject_Allele.create({
    data: { allele: 'Ai14', subject_Allele_Source: { create: { source: 'JAX', source_identifier: '007908' } } },
  })

test('a nested create and an include reach over databases', async () => {
  await createNested()
  const [allele] = await db.prisma.subject_Allele.findMany({
    include: { subject_Allele_Source: { include: { lab_Source: true } } },
  })
  expect(allele).toMatchObject({ allele: 'Ai14', subject_Allele_Source: { lab_Source: { source_name: 'Jackson' } } })
  const counted = await db.prisma.lab_Source.findMany({
    include: { _count: { select: { subject_Allele_Source: true } } },
  })
  expect(counted).toMatchObject([{ _count: { subject_Allele_Source: 1 } }])
})

test('filters go through relations', async () => {
  await createNested()
  const where = { subject_Allele_Source: { lab_Source: { source_name: { startsWith: 'Jack' } } } }
  expect(await db.prisma.subject_Allele.count({ where })).toBe(1)
})

test('a transaction that throws leaves nothing', async () => {
  const failing = db.prisma.$transaction(async (tx) => {
    await tx.lab_Source.create({ data: { source: 'EMMA', source_name: 'Infrafrontier' } })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await db.prisma.lab_Source.count()).toBe(1)
})

test('a missing parent is P2003 and a second row with the key P2002', async () => {
  const orphan = db.prisma.subject_Allele_Source.create({ data: { allele: 'none', source: 'JAX' } })
  await expect(orphan).rejects.toMatchObject({ code: 'P2003' })
  const again = db.prisma.lab_Source.create({ data: { source: 'JAX', source_name: 'again' } })
  await expect(again).rejects.toMatchObject({ code: 'P2002' })
})

test('rows that Prisma wrote are the rows that our own statements read', async () => {
  await createNested()
  const rows = await db.database.query(`SELECT source_identifier FROM \`${db.prefix}subject\`.\`#allele__source\``)
  expect(rows).toEqual([{ source_identifier: '007908' }])
})
