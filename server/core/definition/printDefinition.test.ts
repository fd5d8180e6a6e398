import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePipeline, type TableDefinition } from '../pipeline/compilePipeline.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { lab } from '../pipeline/testing/labSchemas.ts'
import { printDefinition } from './printDefinition.ts'

const options = { prefix: 'p_', blobStyle: 'codec' } as const

/** All tables again, each from its printed definition. */
const reprinted = (pipeline: Pipeline): Pipeline => {
  const schemas = [...new Set(pipeline.tables.map(({ schema }) => schema))]
  return compilePipeline(
    schemas.map((name) => ({
      name,
      tables: pipeline.tables
        .filter(({ schema }) => schema === name)
        .map((table) => ({ name: table.className, tier: table.tier, definition: printDefinition(table, pipeline) })),
    })),
    options,
  )
}

/** All that a definition says; contents and the text itself are no part of it. */
const meaning = (pipeline: Pipeline) =>
  pipeline.tables.map(({ definition: _definition, contents: _contents, ...table }) => table)

describe('printDefinition', () => {
  it('prints a table as Python describes it', () => {
    const pipeline = compilePipeline(lab, options)
    expect(printDefinition(pipeline.table('session.Session'), pipeline).split('\n')).toEqual([
      '# Visit to the rig',
      '-> subject.Subject',
      'session_datetime : datetime  # start, local time',
      '---',
      'session_id = null : int',
      "-> [nullable, unique] lab.User.proj(reviewer='user')",
    ])
    expect(printDefinition(pipeline.table('Units.Pair'), pipeline).split('\n')).toEqual([
      '-> master',
      '-> Units.Unit',
      "-> Units.Unit.proj(other_unit='unit')",
      '---',
    ])
    expect(printDefinition(pipeline.table('Recording'), pipeline).split('\n').at(-1)).toBe(
      'created = CURRENT_TIMESTAMP : timestamp',
    )
  })

  it('compiles to the same table again', () => {
    const pipeline = compilePipeline(lab, options)
    expect(meaning(reprinted(pipeline))).toEqual(meaning(pipeline))
  })

  it('compiles to the same table again, whatever the table', () => {
    fc.assert(
      fc.property(anySchema, (tables) => {
        const pipeline = compilePipeline([{ name: 'x', tables }], options)
        expect(meaning(reprinted(pipeline))).toEqual(meaning(pipeline))
      }),
      { numRuns: 200 },
    )
  })
})

const keyTypes = ['int', 'varchar(12)', 'uuid', 'date', 'datetime(3)', `enum('it''s', "a # b")`, 'decimal(6,2)']
const text = fc
  .string({ maxLength: 8 })
  .filter((one) => !/["{}\\:%\n\r]/.test(one))
  .map((one) => one.trim())

/** Type and default of an attribute below the `---`. */
const secondaryTypes = fc.oneof(
  fc.constantFrom(
    'int',
    '<blob>',
    'json',
    '= null : float',
    '= null : longblob',
    "= 'it''s' : varchar(9)",
    '= "" : varchar(9)',
    '= -3 : smallint',
    '= true : bool',
    '= 1.5 : decimal(6, 2)',
    "= '2024-01-02 03:04:05' : datetime",
    '= CURRENT_TIMESTAMP(3) : datetime(3)',
    "= 'b' : enum('a', 'b')",
  ),
  text.filter((one) => !one.includes("'")).map((one) => `= '${one}' : varchar(20)`),
)
const declare = (name: string, rest: string) => (rest.startsWith('=') ? `${name} ${rest}` : `${name} : ${rest}`)
const comment = text.map((one) => (one ? `  # ${one}` : ''))

/** A handful of tables, each with foreign keys to earlier ones: shared, renamed, nullable, unique, above and below the line. */
const anySchema: fc.Arbitrary<TableDefinition[]> = fc
  .array(
    fc.record({
      title: text,
      natives: fc.uniqueArray(fc.constantFrom('k0', 'k1', 'k2', 'k3'), { maxLength: 2 }),
      type: fc.constantFrom(...keyTypes),
      parents: fc.array(fc.record({ of: fc.nat(), rename: fc.boolean(), first: fc.boolean() }), { maxLength: 3 }),
      below: fc.array(fc.record({ of: fc.nat(), nullable: fc.boolean(), unique: fc.boolean(), rename: fc.boolean() }), {
        maxLength: 2,
      }),
      secondary: fc.array(fc.tuple(secondaryTypes, comment), { maxLength: 4 }),
      note: comment,
      indexed: fc.boolean(),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .map((shapes) => shapes.map((shape, index) => definitionOf(shape, index)))

type Shape = {
  title: string
  natives: string[]
  type: string
  parents: { of: number; rename: boolean; first: boolean }[]
  below: { of: number; nullable: boolean; unique: boolean; rename: boolean }[]
  secondary: [string, string][]
  note: string
  indexed: boolean
}

const definitionOf = (shape: Shape, index: number): TableDefinition => {
  // Native names carry the table's number: two parents may be the same table, never two tables of one attribute name.
  const natives = (shape.natives.length ? shape.natives : ['k']).map(
    (name) => declare(`${name}_${index}`, shape.type) + shape.note,
  )
  const reference = ({ of, rename }: { of: number; rename: boolean }, number: number, options = '') => {
    const parent = of % index
    const suffix = rename ? `.proj(r${index}_${number}='own_${parent}')` : ''
    return `-> ${options}${nameOf(parent)}${suffix}`
  }
  const above = index ? shape.parents.map((parent, number) => reference(parent, number)) : []
  const below = index
    ? shape.below.map((parent, number) => {
        const options = [parent.nullable && 'nullable', parent.unique && 'unique'].filter(Boolean).join(', ')
        return reference(parent, number + 5, options && `[${options}] `)
      })
    : []
  const first = shape.parents[0]?.first ? above.splice(0, 1) : []
  return {
    name: nameOf(index),
    definition: [
      shape.title && `# ${shape.title}`,
      ...first,
      ...natives,
      `own_${index} : int`,
      ...above,
      '---',
      ...shape.secondary.map(([type, note], number) => declare(`s${number}`, type) + note),
      ...below,
      shape.indexed ? `unique index (own_${index})` : '',
    ].join('\n'),
  }
}

const nameOf = (index: number): string => ['Alpha', 'Beta', 'GammaRay', 'DeltaDelta'][index] as string
