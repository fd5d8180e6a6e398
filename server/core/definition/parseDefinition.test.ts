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
    expect(parse('id : serial')[0]).toMatchObject({ type: 'bigint unsigned', autoIncrement: true })
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
    ['a default that is no member', "a : int\n---\nb = 'x' : enum('y')", 'is not one of y'],
    ['an unknown option', 'a : int\n---\n-> [optional] B', '"optional" is neither nullable nor unique'],
    ['a projection that is not new=old', 'a : int\n---\n-> B.proj(a)', "is not of the form new='old'"],
    ['a foreign key without a table', '-> ', 'a foreign key is written'],
    ['a line that is nothing', 'a : int\n---\nweight float', 'this is neither'],
    ['a missing type', 'a :', 'the type is missing'],
    ['an empty key', '---\na : int', 'the primary key is empty'],
    ['an empty definition', '', 'the primary key is empty'],
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
