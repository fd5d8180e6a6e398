import { beforeAll, expect, it } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { elements } from '#elements/index.ts'
import { declareTables } from './declareTables.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()

const start = new Date('2024-03-31T02:30:00Z')

beforeAll(async () => {
  const schemas = elements.flatMap((element) => element.schemas)
  const pipeline = compilePipeline(schemas, { prefix: db.prefix, blobStyle: 'codec' })
  await declareTables(db.database, pipeline)
})

it('the generated client writes and reads over several databases, types included', async () => {
  const { prisma } = db
  await prisma.subject_Subject.create({
    data: {
      subject: 'mouse1',
      sex: 'F',
      subject_birth_date: new Date('2024-01-02'),
      session_Session: { create: { session_datetime: start } },
    },
  })
  const found = await prisma.subject_Subject.findUniqueOrThrow({
    where: { subject: 'mouse1' },
    include: { session_Session: true, _count: { select: { session_Session: true } } },
  })
  expect(found).toMatchObject({
    sex: 'F',
    subject_nickname: '',
    session_Session: [{ session_datetime: start }],
    _count: { session_Session: 1 },
  })
  const [raw] = await db.database.query(`SELECT * FROM \`${db.prefix}session\`.session`)
  expect(raw).toMatchObject({ subject: 'mouse1', session_datetime: '2024-03-31 02:30:00' })
})

it('booleans, uuids and enums have their forms in the client', async () => {
  const { prisma } = db
  await prisma.subject_Line.create({ data: { line: 'C57', is_active: true } })
  expect(await prisma.subject_Line.findMany({ where: { is_active: true } })).toMatchObject([{ is_active: true }])
  await prisma.probe_ProbeType.create({ data: { probe_type: 'test probe' } })
  const electrode_config_hash = Uint8Array.from({ length: 16 }, (_, index) => index)
  await prisma.probe_ElectrodeConfig.create({
    data: { electrode_config_hash, probe_type: 'test probe', electrode_config_name: '0-15' },
  })
  const [config] = await prisma.probe_ElectrodeConfig.findMany({ include: { probe_ProbeType: true } })
  expect(new Uint8Array(config!.electrode_config_hash)).toEqual(electrode_config_hash)
  await expect(
    prisma.subject_Subject.create({ data: { subject: 'm2', sex: 'X', subject_birth_date: start } }),
  ).rejects.toThrow()
})

it('a row without its parent is refused as P2003', async () => {
  await expect(
    db.prisma.session_Session.create({ data: { subject: 'nobody', session_datetime: start } }),
  ).rejects.toMatchObject({ code: 'P2003' })
})
