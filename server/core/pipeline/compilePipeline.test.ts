import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { compilePipeline, type SchemaDefinition } from './compilePipeline.ts'
import { lab } from './testing/labSchemas.ts'

const options = { prefix: 'labbook_', blobStyle: 'codec' } as const
const pipeline = compilePipeline(lab, options)
const table = (name: string) => pipeline.table(name)
const attribute = (name: string, attributeName: string) =>
  table(name).attributes.find((one) => one.name === attributeName)

const failure = (tables: SchemaDefinition['tables'], more: readonly SchemaDefinition[] = []): string => {
  try {
    compilePipeline([...more, { name: 'x', tables }], options)
  } catch (error) {
    if (error instanceof LabBookError) return error.message
  }
  throw new Error('it was accepted')
}

describe('compilePipeline', () => {
  it('gives each table its names in DataJoint and in MySQL', () => {
    expect(pipeline.tables.map(({ name, database, sqlName }) => `${name} ${database}.${sqlName}`)).toEqual([
      'lab.User labbook_lab.#user',
      'subject.Subject labbook_subject.subject',
      'subject.Subject.User labbook_subject.subject__user',
      'session.Session labbook_session.session',
      'ephys.Recording labbook_ephys._recording',
      'ephys.Recording.Channel labbook_ephys._recording__channel',
      'ephys.ParamSet labbook_ephys.#param_set',
      'ephys.Units labbook_ephys.__units',
      'ephys.Units.Unit labbook_ephys.__units__unit',
      'ephys.Units.Pair labbook_ephys.__units__pair',
    ])
  })

  it('inherits keys with type and comment, but never a default', () => {
    expect(table('ephys.Recording.Channel').primaryKey).toEqual(['subject', 'session_datetime', 'channel'])
    expect(attribute('ephys.Recording', 'subject')).toEqual({
      name: 'subject',
      type: 'varchar(32)',
      primary: true,
      nullable: false,
      comment: 'name of the animal',
      lineage: 'subject.Subject.subject',
    })
  })

  it('shares an attribute that two foreign keys bring', () => {
    expect(table('Units').attributes.map(({ name }) => name)).toEqual([
      'subject',
      'session_datetime',
      'paramset_idx',
      'made',
    ])
    expect(table('Units.Pair').primaryKey).toEqual([
      'subject',
      'session_datetime',
      'paramset_idx',
      'unit',
      'other_unit',
    ])
  })

  it('renames attributes, and tells nullable, unique and secondary foreign keys', () => {
    expect(table('session.Session').foreignKeys).toEqual([
      {
        parent: 'subject.Subject',
        columns: [{ child: 'subject', parent: 'subject' }],
        primary: true,
        nullable: false,
        unique: false,
      },
      {
        parent: 'lab.User',
        columns: [{ child: 'reviewer', parent: 'user' }],
        primary: false,
        nullable: true,
        unique: true,
      },
    ])
    expect(attribute('session.Session', 'reviewer')).toMatchObject({ nullable: true, default: null, primary: false })
  })

  it('knows where each attribute of a key came from', () => {
    expect(attribute('Units.Pair', 'other_unit')?.lineage).toBe('ephys.Units.Unit.unit')
    expect(attribute('Units.Pair', 'session_datetime')?.lineage).toBe('session.Session.session_datetime')
    expect(attribute('session.Session', 'reviewer')?.lineage).toBe('lab.User.user')
    expect(attribute('Units.Unit', 'spike_times')?.lineage).toBeUndefined()
  })

  it('spells blobs by the style of the database', () => {
    expect(attribute('Units.Unit', 'spike_times')?.type).toBe('<blob>')
    const bare = compilePipeline(lab, { ...options, blobStyle: 'bare' })
    expect(bare.table('Units.Unit').attributes.at(-1)?.type).toBe('longblob')
  })

  it('checks the contents of a lookup table by its types and completes them', () => {
    expect(table('ephys.ParamSet').contents).toEqual([
      { paramset_idx: 0, description: 'default', params: expect.any(Uint8Array) },
    ])
    const contents = [{ a: 'x' }]
    expect(failure([{ name: 'A', tier: 'lookup', definition: 'a : int', contents }])).toContain(
      '"x" is not a whole number',
    )
  })

  it('accepts tables in any order', () => {
    const reversed = lab.map((schema) => ({ ...schema, tables: [...schema.tables].reverse() })).reverse()
    expect(compilePipeline(reversed, options).table('Units.Pair')).toEqual(table('Units.Pair'))
  })

  it('takes tables that are there already as parents', () => {
    const extra = [
      { name: 'extra', tables: [{ name: 'Weighing', definition: '-> session.Session\n---\nweight : float' }] },
    ]
    const both = compilePipeline(extra, { ...options, existing: pipeline.tables })
    expect(both.parents('Weighing').map(({ name }) => name)).toEqual(['session.Session'])
    expect(both.tables).toHaveLength(pipeline.tables.length + 1)
  })

  it('a definition takes the place of an existing table of its name', () => {
    const changed = [{ name: 'lab', tables: [{ name: 'User', definition: 'user : varchar(64)' }] }]
    const both = compilePipeline(changed, { ...options, existing: pipeline.tables })
    expect(both.tables).toHaveLength(pipeline.tables.length)
    expect(both.table('lab.User').attributes[0]?.type).toBe('varchar(64)')
  })

  it("understands the old form of renamed foreign keys, master.Part and MySQL's names", () => {
    const tables = [
      { name: 'A', definition: 'a : int\nb : int' },
      { name: 'A.P', definition: '-> master\np : int' },
      { name: 'A.Q', definition: '-> master\n-> master.P' },
      { name: 'B', definition: '-> A\n(c) -> `labbook_x`.`a__p`' },
      { name: 'C', definition: '(e, d) -> A(b, a)' },
    ]
    const compiled = compilePipeline([{ name: 'x', tables }], options)
    expect(compiled.table('x.A.Q').primaryKey).toEqual(['a', 'b', 'p'])
    expect(compiled.table('x.B').foreignKeys[1]?.columns.at(-1)).toEqual({ child: 'c', parent: 'p' })
    expect(compiled.table('x.C').primaryKey).toEqual(['d', 'e'])
  })

  it('lets a table of at most one row have no key, where clients know that', () => {
    const tables = [{ name: 'Settings', definition: '---\nlab : varchar(8)' }]
    expect(compilePipeline([{ name: 'x', tables }], options).table('Settings').primaryKey).toEqual([])
    expect(() => compilePipeline([{ name: 'x', tables }], { ...options, blobStyle: 'bare' })).toThrow('0.14 refuses')
  })

  it('compares the name of a new table with those that are there', () => {
    const extra = [{ name: 'ephys', tables: [{ name: 'Recording', tier: 'manual' as const, definition: 'a : int' }] }]
    const others = pipeline.tables.map((table) =>
      table.name === 'ephys.Recording' ? { ...table, name: 'x.Y' } : table,
    )
    expect(() => compilePipeline(extra, { ...options, existing: others })).toThrow('too like _recording of x.Y')
  })

  it.each([
    [
      'two attributes of one name from one parent',
      [
        { name: 'A', definition: 'a : int\nb : int' },
        { name: 'B', definition: "-> A.proj(b='a')" },
      ],
      'both "a" and "b" of x.A would be called "b" here',
      [],
    ],
    [
      'an old form that does not say which',
      [
        { name: 'A', definition: 'a : int\nb : int' },
        { name: 'B', definition: '(c) -> A' },
      ],
      'more than one attribute (a, b) could be called "c"',
      [],
    ],
    [
      'a foreign key to a singleton',
      [
        { name: 'A', definition: '---\na : int' },
        { name: 'B', definition: 'b : int\n-> A' },
      ],
      'x.A has no key that could be referred to',
      [],
    ],
    [
      'a computed singleton',
      [{ name: 'A', tier: 'computed', definition: '---\na : int' }],
      'only a manual or lookup table can be a singleton',
      [],
    ],
    [
      'an index of a part of what has none',
      [{ name: 'A', definition: 'a : int\n---\nindex (a.b)' }],
      '"a" is int and has no parts',
      [],
    ],
    [
      'an unknown parent, with a guess',
      [{ name: 'A', definition: '-> Subjekt' }],
      'there is no table Subjekt. Did you mean subject.Subject?',
      lab,
    ],
    [
      'a circle',
      [
        { name: 'A', definition: '-> B' },
        { name: 'B', definition: '-> A' },
      ],
      'go round in a circle: x.A -> x.B -> x.A',
      [],
    ],
    ['a part without master', [{ name: 'A.B', definition: 'a : int' }], 'its master x.A is not among the tables', []],
    [
      'a part whose key leaves the master out',
      [
        { name: 'A', definition: 'a : int' },
        { name: 'A.B', definition: 'b : int' },
      ],
      'a part needs "-> master"',
      [],
    ],
    [
      'a computed table with a key of its own',
      [{ name: 'A', tier: 'computed', definition: 'a : int' }],
      'the primary key of a computed table comes from foreign keys alone, and a does not',
      [],
    ],
    [
      'a key that is too long',
      [{ name: 'A', definition: 'a : varchar(700)\nb : varchar(100)' }],
      'the primary key has 3200 bytes',
      [],
    ],
    [
      'a unique index that is too long',
      [{ name: 'A', definition: 'a : int\n---\nb : varchar(1000)\nunique index (b)' }],
      'the index (b) has 4000 bytes',
      [],
    ],
    [
      'a row that MySQL cannot hold',
      [{ name: 'A', definition: 'a : int\n---\nb : varchar(9000)\nc : varchar(9000)' }],
      'a row may have 72004 bytes',
      [],
    ],
    [
      'a key of too many attributes',
      [{ name: 'A', definition: Array.from({ length: 17 }, (_, index) => `a${index} : int`).join('\n') }],
      'the primary key has 17 attributes; MySQL allows 16',
      [],
    ],
    [
      'an index of an attribute that is not there',
      [{ name: 'A', definition: 'a : int\n---\nindex (b)' }],
      'there is no attribute "b"',
      [],
    ],
    [
      'a name that 0.14 takes for another',
      [
        { name: 'Ascan', definition: 'a : int' },
        { name: 'Scan', tier: 'imported', definition: '-> Ascan' },
      ],
      'its MySQL name _scan is too like ascan of x.Ascan',
      [],
    ],
    ['a name that is not CamelCase', [{ name: 'my_table', definition: 'a : int' }], 'is not a table name', []],
    [
      'a name that MySQL cannot hold',
      [{ name: 'A'.repeat(40), definition: 'a : int' }],
      'is longer than 64 characters',
      [],
    ],
    [
      'shared attributes of different types',
      [
        { name: 'A', definition: 'id : int' },
        { name: 'B', definition: 'id : varchar(4)' },
        { name: 'C', definition: '-> A\n-> B' },
      ],
      '"id" is int here and varchar(4) in B; rename it',
      [],
    ],
    [
      'a renamed attribute the parent does not have',
      [
        { name: 'A', definition: 'id : int' },
        { name: 'B', definition: "-> A.proj(x='y')" },
      ],
      '"y" is not in the primary key of x.A (id)',
      [],
    ],
    [
      'an attribute that a foreign key brings already',
      [
        { name: 'A', definition: 'id : int' },
        { name: 'B', definition: '-> A\nid : int' },
      ],
      'a foreign key above brings "id" already',
      [],
    ],
    [
      'two tables of one name',
      [
        { name: 'A', definition: 'id : int' },
        { name: 'A', definition: 'id : int' },
      ],
      'two tables of the same name',
      [],
    ],
  ] as [string, SchemaDefinition['tables'], string, SchemaDefinition[]][])('refuses %s', (_, tables, problem, more) => {
    expect(failure(tables, more)).toContain(problem)
  })
})
