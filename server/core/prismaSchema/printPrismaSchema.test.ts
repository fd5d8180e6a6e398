import { describe, expect, it } from 'vitest'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import { lab } from '../pipeline/testing/labSchemas.ts'
import { printPrismaSchema } from './printPrismaSchema.ts'

const options = { prefix: 'labbook_', blobStyle: 'codec' } as const
const pipeline = compilePipeline(lab, options)

/** The lines of one model, blanks between words made one. */
const model = (schema: string, name: string): string[] => {
  const text = printPrismaSchema(schema, pipeline)
  const body = new RegExp(`model ${name} \\{\\n([^}]*)\\n\\}`).exec(text)?.[1] ?? ''
  return body.split('\n').map((line) => line.trim().replace(/ +/g, ' '))
}

describe('printPrismaSchema', () => {
  it('maps a table to schema and MySQL table, with a composite key and comments', () => {
    expect(model('ephys', 'ephys_Recording_Channel')).toEqual([
      '/// name of the animal',
      'subject String @db.VarChar(32)',
      '/// start, local time',
      'session_datetime DateTime @db.DateTime(0)',
      'channel Int @db.UnsignedSmallInt',
      '',
      'ephys_Recording ephys_Recording @relation("ephys_Recording_Channel_ephys_Recording", fields: [subject, session_datetime], references: [subject, session_datetime], onDelete: Restrict, onUpdate: Cascade, map: "ephys/_recording__channel_ibfk_1")',
      'ephys_Units_Unit ephys_Units_Unit[] @relation("ephys_Units_Unit_ephys_Recording_Channel")',
      '',
      '@@id([subject, session_datetime, channel])',
      '@@map("ephys/_recording__channel")',
    ])
  })

  it('writes nullable and unique foreign keys, and at most one child where the key allows no more', () => {
    const session = model('session', 'session_Session')
    expect(session).toContain('reviewer String? @db.VarChar(32)')
    expect(session).toContain('@@unique([reviewer])')
    expect(session.find((line) => line.startsWith('lab_User '))).toContain('lab_User? @relation(')
    expect(session.find((line) => line.startsWith('ephys_Recording '))).toContain('ephys_Recording? @relation(')
  })

  it('tells two foreign keys between the same tables apart', () => {
    const relations = model('ephys', 'ephys_Units_Pair').filter((line) => line.startsWith('ephys_Units_Unit'))
    expect(relations.map((line) => line.split(' ')[0])).toEqual(['ephys_Units_Unit', 'ephys_Units_Unit_by_other_unit'])
    expect(model('ephys', 'ephys_Units_Unit').filter((line) => line.startsWith('ephys_Units_Pair'))).toEqual([
      'ephys_Units_Pair ephys_Units_Pair[] @relation("ephys_Units_Pair_ephys_Units_Unit")',
      'ephys_Units_Pair_by_other_unit ephys_Units_Pair[] @relation("ephys_Units_Pair_ephys_Units_Unit_by_other_unit")',
    ])
  })

  it('writes defaults, indexes, and what Prisma does not carry safely', () => {
    expect(model('ephys', 'ephys_Recording')).toContain(
      'created DateTime @default(dbgenerated("CURRENT_TIMESTAMP")) @db.Timestamp(0)',
    )
    expect(model('ephys', 'ephys_ParamSet')).toEqual(
      expect.arrayContaining([
        'paramset_idx Int @id @db.SmallInt',
        'description String @default("") @db.VarChar(64)',
        '/// Packed bytes: use packBlob and unpackBlob.',
        'params Bytes? @db.LongBlob',
        '@@index([description])',
      ]),
    )
    const precise = compilePipeline(
      [{ name: 'x', tables: [{ name: 'A', definition: 'at : datetime(6)  # start' }] }],
      options,
    )
    expect(printPrismaSchema('x', precise)).toContain(
      '/// start · Prisma rounds to milliseconds: read and write this attribute through core/sql.',
    )
  })

  it('says that it is generated, and leaves foreign tables out', () => {
    const foreign = { ...pipeline.table('User'), name: 'old.User', schema: 'old', native: false }
    expect(printPrismaSchema('old', pipeline.withTables([foreign]))).toBe(
      '// Generated from the definitions of schema "old" by "npm run generate": do not edit.\n',
    )
  })
})
