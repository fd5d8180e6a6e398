import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { parseDefinition } from './parseDefinition.ts'

const parse = (text: string) => parseDefinition(text, 'lab.Thing').entries.map(({ at: _at, ...entry }) => entry)

const failure = (text: string): LabBookError => {
  try {
    parseDefinition(text, 'lab.Thing')
  } catch (error) {
    if (error instanceof LabBookError) return error
  }
  throw new Error('it was accepted')
}

describe('parseDefinition', () => {
  it('reads the table comment, attributes, defaults and comments', () => {
    const tree = parseDefinition(
      `# a thing of the lab
       thing : varchar(32)   # its name
       ---
       weight = null : float # g
       kind = 'a: b # c' : varchar(32)
       count = 0 : smallint unsigned
       made = CURRENT_TIMESTAMP : timestamp`,
      'lab.Thing',
    )
    expect(tree.comment).toBe('a thing of the lab')
    expect(tree.entries.map(({ at: _at, ...entry }) => entry)).toEqual([
      { kind: 'attribute', name: 'thing', type: 'varchar(32)', primary: true, nullable: false, comment: 'its name' },
      { kind: 'attribute', name: 'weight', type: 'float', primary: false, nullable: true, default: null, comment: 'g' },
      {
        kind: 'attribute',
        name: 'kind',
        type: 'varchar(32)',
        primary: false,
        nullable: false,
        default: 'a: b # c',
        comment: '',
      },
      {
        kind: 'attribute',
        name: 'count',
        type: 'smallint unsigned',
        primary: false,
        nullable: false,
        default: '0',
        comment: '',
      },
      {
        kind: 'attribute',
        name: 'made',
        type: 'timestamp',
        primary: false,
        nullable: false,
        defaultExpression: 'CURRENT_TIMESTAMP',
        comment: '',
      },
    ])
  })

  it('reads foreign keys with options and renamed attributes in either quotes', () => {
    const text = `-> master
      -> ephys.CuratedClustering.Unit
      ---
      -> [nullable, unique] lab.User.proj(reviewer='user', other = "lab")`
    expect(parse(text)).toEqual([
      { kind: 'foreignKey', parent: 'master', primary: true, nullable: false, unique: false, renamed: [] },
      {
        kind: 'foreignKey',
        parent: 'ephys.CuratedClustering.Unit',
        primary: true,
        nullable: false,
        unique: false,
        renamed: [],
      },
      {
        kind: 'foreignKey',
        parent: 'lab.User',
        primary: false,
        nullable: true,
        unique: true,
        renamed: [
          { child: 'reviewer', parent: 'user' },
          { child: 'other', parent: 'lab' },
        ],
      },
    ])
  })

  it("reads the old form of renamed foreign keys, and MySQL's names", () => {
    const renamed = (text: string) => parse(text)[0] as { renamed: unknown; renamedLast?: string; parent: string }
    expect(renamed('(new) -> Other')).toMatchObject({ parent: 'Other', renamed: [], renamedLast: 'new' })
    expect(renamed('(a, b) -> x.Other(c, d)  # why').renamed).toEqual([
      { child: 'a', parent: 'c' },
      { child: 'b', parent: 'd' },
    ])
    expect(renamed("-> `my db`.`#other`.proj(..., a='b', 'c')")).toMatchObject({
      parent: '`my db`.`#other`',
      renamed: [{ child: 'a', parent: 'b' }],
    })
  })

  it('reads a singleton, which has nothing above the line', () => {
    expect(parse('---\nlab : varchar(8)')).toMatchObject([{ name: 'lab', primary: false }])
  })

  it('reads indexes of parts of JSON values as they stand', () => {
    const text = 'a : int\n---\nj : json\nunique index (a, j.probe.rate:decimal(8, 2), j.names[0])'
    expect(parse(text)[2]).toEqual({
      kind: 'index',
      attributes: ['a', 'j.probe.rate:decimal(8, 2)', 'j.names[0]'],
      unique: true,
    })
  })

  it('reads index lines, and an attribute whose name begins with index', () => {
    const text = 'index_no : int\n---\na : int\nb : int\nindex (a, b)\nUNIQUE INDEX (b)  # one each'
    expect(parse(text).filter(({ kind }) => kind === 'index')).toEqual([
      { kind: 'index', attributes: ['a', 'b'], unique: false },
      { kind: 'index', attributes: ['b'], unique: true },
    ])
    expect(parse(text)[0]).toMatchObject({ kind: 'attribute', name: 'index_no' })
  })

  it('keeps auto_increment apart from the type', () => {
    expect(parse('id : int auto_increment')[0]).toMatchObject({ type: 'int', autoIncrement: true })
    expect(parse('id : serial')).toMatchObject([
      { name: 'id', type: 'bigint unsigned', autoIncrement: true },
      { kind: 'index', attributes: ['id'], unique: true },
    ])
  })

  it('ignores later comment lines, blank lines and what stands behind a foreign key', () => {
    expect(parse('a : int\n\n# a note\n-> Other  # why\n---')).toHaveLength(2)
  })

  it('an error names the line and the column and shows the line', () => {
    const error = failure('a : int\n---\n  Weight : float  # g')
    expect(error).toMatchObject({
      code: 'DEFINITION_SYNTAX',
      data: { line: 3, column: 3, source: '  Weight : float  # g' },
    })
    expect(error.message).toBe(
      'lab.Thing: line 3, column 3: "Weight" is not an attribute name (lower-case letters, digits and _).\n    Weight : float  # g\n    ^',
    )
  })

  it.each([
    ['a comment with a double quote', 'a : int # the "best"', 'may not hold "'],
    ['a comment with a brace', 'a : int # {x}', 'may not hold {'],
    ['a comment that looks like a marker', 'a : int # :uuid:', 'may not begin with ":"'],
    ['a table comment that looks like a marker', '# :x:\na : int', 'may not begin with ":"'],
    ['a nullable attribute in the key', 'a = null : int', 'cannot be nullable'],
    ['a nullable foreign key in the key', '-> [nullable] Other', 'cannot be nullable'],
    ['a blob in the key', 'a : <blob>', 'cannot be part of the primary key'],
    ['text in the key', 'a : text', 'cannot be part of the primary key'],
    ['a hidden attribute', '_a : int', 'would be hidden'],
    ['an attribute defined twice', 'a : int\n---\na : float', 'already defined in line 1'],
    ['a blob with a default', 'a : int\n---\nb = 3 : longblob', 'can only default to null'],
    ['a default that the type does not allow', 'a : int\n---\nb = 300 : tinyint unsigned', '300 is outside 0 to 255'],
    ['an expression as default', 'a : int\n---\nb = CURRENT_TIMESTAMP /* : timestamp', 'is not a date and time'],
    [
      'the time as default of a number',
      'a : int\n---\nb = CURRENT_TIMESTAMP : int',
      'cannot default to CURRENT_TIMESTAMP',
    ],
    ['a default that is no member', "a : int\n---\nb = 'x' : enum('y')", 'is not one of y'],
    ['an unknown option', 'a : int\n---\n-> [optional] B', '"optional" is neither nullable nor unique'],
    ['a projection that is not new=old', 'a : int\n---\n-> B.proj(a)', "is not of the form new='old'"],
    ['a foreign key without a table', '-> ', 'a foreign key is written'],
    ['a line that is nothing', 'a : int\n---\nweight float', 'this is neither'],
    ['a missing type', 'a :', 'the type is missing'],
    ['a percent sign in a comment that children inherit', 'a : int # 5 %', 'may not hold %'],
    ['a percent sign in a type that children inherit', "a : enum('5 %')", 'may not hold %'],
    ['two new names for one old one', '(b, c) -> A(d)', '2 new names do not fit 1 old ones'],
    ['an index of an expression', 'a : int\n---\nindex (upper(a))', 'is neither an attribute nor a part'],
    ['an index of a part with a type of its own', 'a : int\n---\nj : json\nindex (j.a:int; drop)', 'is neither an'],
    ['nothing but an index', 'index (a)', 'it defines no attribute'],
    ['an empty definition', '', 'it defines no attribute'],
  ])('refuses %s', (_, text, problem) => {
    expect(failure(text).message).toContain(problem)
  })

  it('says which type it does not know, and where', () => {
    const error = failure('a : int\n---\nb : intt  # x')
    expect(error).toMatchObject({ code: 'UNKNOWN_TYPE', data: { line: 3, column: 5, type: 'intt' } })
    expect(error.message).toBe('lab.Thing, line 3, column 5: "intt" is not an attribute type.')
  })

  it('whatever the text, it answers a tree or an error of the catalogue', () => {
    const word = fc.constantFrom(
      'a',
      'B',
      '->',
      ':',
      '=',
      '#',
      '---',
      "'",
      '"',
      '(',
      ')',
      '[',
      ']',
      ',',
      '.proj(',
      'index',
      'int',
      'null',
      '\n',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 25 }), (words) => {
        try {
          return parseDefinition(words.join(''), 'lab.Thing').entries.length > 0
        } catch (error) {
          return error instanceof LabBookError
        }
      }),
      { numRuns: 500 },
    )
  })
})
