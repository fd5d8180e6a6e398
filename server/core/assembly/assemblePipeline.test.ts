import { describe, expect, it } from 'vitest'
import { compilePipeline, type SchemaDefinition } from '../pipeline/compilePipeline.ts'
import { Pipeline } from '../pipeline/pipeline.ts'
import { lab } from '../pipeline/testing/labSchemas.ts'
import { assemblePipeline } from './assemblePipeline.ts'
import { linkSchemas } from './linkSchemas.ts'

const options = { prefix: 'p_', blobStyle: 'codec' } as const
const nothing = new Pipeline([])
const none = new Map<string, string>()

/** The tables of definitions as they would be found in databases. */
const found = (schemas: readonly SchemaDefinition[], prefix = 'p_'): Pipeline =>
  new Pipeline(compilePipeline(schemas, { ...options, prefix }).tables.map((table) => ({ ...table, native: false })))

/** `lab` with the definition of one table changed. */
const changed = (name: string, change: (definition: string) => string): SchemaDefinition[] =>
  lab.map((schema) => ({
    ...schema,
    tables: schema.tables.map((table) =>
      `${schema.name}.${table.name}` === name ? { ...table, definition: change(table.definition) } : table,
    ),
  }))

describe('assemblePipeline', () => {
  it('is what the definitions say in an empty database, and where every table is as it should be', () => {
    const names = compilePipeline(lab, options).tables.map(({ name }) => name)
    for (const present of [nothing, found(lab)]) {
      const { pipeline, yielded, leftOut } = assemblePipeline(lab, present, none, options)
      expect(pipeline.tables.map(({ name }) => name)).toEqual(names)
      expect({ yielded: [...yielded], leftOut }).toEqual({ yielded: [], leftOut: [] })
    }
  })

  it('takes a table that is there in another form as it is, and compiles what is below against its key', () => {
    const present = found(changed('subject.Subject', (text) => text.replace('varchar(32)', 'varchar(8)')))
    const { pipeline, yielded, definitions } = assemblePipeline(lab, present, none, options)
    expect([...yielded.keys()]).toEqual(['subject.Subject', 'subject.Subject.User'])
    expect(yielded.get('subject.Subject')).toEqual([expect.stringContaining('varchar(8)')])
    expect(pipeline.table('subject.Subject').native).toBe(false)
    expect(pipeline.table('ephys.Units').attributes[0]).toMatchObject({ name: 'subject', type: 'varchar(8)' })
    expect(pipeline.table('ephys.Units').native).toBe(true)
    expect(definitions.table('subject.Subject').attributes[0]).toMatchObject({ type: 'varchar(32)' })
  })

  it('creates nothing in a schema of another form, nor what would hang below a missing table', () => {
    const theirs = changed('ephys.Recording', (text) => `${text}\nrig = '' : varchar(8)`).map((schema) => ({
      ...schema,
      tables: schema.tables.filter(({ name }) => name !== 'ParamSet' && !name.startsWith('Units')),
    }))
    const more = [...lab, { name: 'report', tables: [{ name: 'Plot', definition: '-> ephys.Units' }] }]
    const { pipeline, leftOut } = assemblePipeline(more, found(theirs), none, options)
    expect(pipeline.has('ephys.Units')).toBe(false)
    expect([...leftOut].sort()).toEqual([
      'ephys.ParamSet',
      'ephys.Units',
      'ephys.Units.Pair',
      'ephys.Units.Unit',
      'report.Plot',
    ])
  })

  it('does not mistake the databases of another lab for ours', () => {
    const present = found(
      changed('subject.Subject', (text) => text.replace('varchar(32)', 'int')),
      '',
    )
    const { yielded } = assemblePipeline(lab, present, none, options)
    expect([...yielded]).toEqual([])
  })

  it("puts a lab's own table in the place of one of the elements, which answers to both names", () => {
    const own = found(
      [{ name: 'mice', tables: [{ name: 'Mouse', definition: 'mouse_id : int\n---\nborn : date' }] }],
      '',
    )
    const { pipeline } = assemblePipeline(lab, own, new Map([['subject.Subject', 'mice.Mouse']]), options)
    expect(pipeline.table('subject.Subject').name).toBe('mice.Mouse')
    expect(pipeline.table('session.Session').primaryKey).toEqual(['mouse_id', 'session_datetime'])
    expect(pipeline.table('ephys.Units').attributes[0]).toMatchObject({
      name: 'mouse_id',
      lineage: 'mice.Mouse.mouse_id',
    })
    expect(pipeline.tables.some(({ schema }) => schema === 'subject')).toBe(false)
  })

  it('says which link leads nowhere', () => {
    const link = new Map([['subject.Subject', 'mice.Mouse']])
    expect(() => assemblePipeline(lab, nothing, link, options)).toThrow(
      'labbook.config.ts: links: subject.Subject: there is no table mice.Mouse',
    )
  })
})

describe('linkSchemas', () => {
  it('renames parents in foreign keys only, with their options and projections', () => {
    const tables = [
      {
        name: 'A',
        definition:
          "# -> Session\n-> [nullable] Session.proj(s='session')\n  -> s.Session  # why\n-> Session2\nb : int # -> Session",
      },
    ]
    const [schema] = linkSchemas([{ name: 's', tables }], new Map([['s.Session', 'our_lab.Visit']]))
    expect(schema!.tables[0]!.definition).toBe(
      "# -> Session\n-> [nullable] our_lab.Visit.proj(s='session')\n  -> our_lab.Visit  # why\n-> Session2\nb : int # -> Session",
    )
  })
})
