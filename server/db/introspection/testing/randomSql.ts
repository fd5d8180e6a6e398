import { type Random, seededRandom } from '#core/pipeline/testing/random.ts'

/** A table as some program made it, not by way of a definition. */
export type MadeTable = { readonly name: string; readonly statement: string }

/**
 * CREATE TABLE statements of `count` tables in MySQL's own words, parents first: foreign keys to whole keys, parts of keys and unique
 * indexes, shared and renamed columns, comments of their own, defaults, indexes and rules that DataJoint knows or does not.
 */
export const randomSql = (seed: number, count: number, database: string): MadeTable[] => {
  const random = seededRandom(seed)
  const made: Drawn[] = []
  for (let number = 0; number < count; number++) made.push(drawTable(random, made, { number, database }))
  return made.map(({ name, statement }) => ({ name, statement }))
}

type Column = { readonly name: string; readonly type: string; readonly comment: string }
type Drawn = MadeTable & {
  readonly key: readonly Column[]
  /** Columns of a unique index beside the key. */
  readonly unique: readonly Column[]
}
type Place = { readonly number: number; readonly database: string }

const drawTable = (random: Random, earlier: readonly Drawn[], { number, database }: Place): Drawn => {
  const draft = new Draft(random, number)
  const parents = earlier.slice(-6)
  for (let count = parents.length ? random.integer(0, 2) : 0; count > 0; count--)
    draft.refer(random.pick(parents), true)
  if (!draft.key.length || random.chance(0.5)) draft.add(random.pick(keyTypes), true)
  for (let count = random.integer(0, 4); count > 0; count--)
    if (parents.length && random.chance(0.35)) draft.refer(random.pick(parents), false)
    else draft.add(random.pick(types), false)
  const unique = random.chance(0.4) ? draft.addUnique() : []
  if (random.chance(0.3)) draft.addIndex()
  const name = `made_${letters(number)}`
  const comment = random.pick(['', ...comments])
  return {
    name,
    key: draft.key,
    unique,
    statement: `CREATE TABLE \`${database}\`.\`${name}\` (\n${draft.lines().join(',\n')}\n) ENGINE=InnoDB COMMENT ${quote(comment)}`,
  }
}

const letters = (number: number): string => [...String(number)].map((digit) => 'abcdefghij'[Number(digit)]).join('')

class Draft {
  readonly key: Column[] = []
  readonly #random: Random
  readonly #number: number
  readonly #columns: (Column & { line: string })[] = []
  readonly #clauses: string[] = []

  constructor(random: Random, number: number) {
    this.#random = random
    this.#number = number
  }

  lines(): string[] {
    const columns = this.#columns.map(({ line }) => line)
    return [...columns, `PRIMARY KEY (${this.key.map(({ name }) => name).join(', ')})`, ...this.#clauses]
  }

  add(type: string, primary: boolean): void {
    const name = `${this.#random.pick(['a', 'b_c', 'index_x'])}_${this.#number}_${this.#columns.length}`
    this.#addColumn({ name, type, comment: this.#random.pick(['', '', ...comments]) }, primary, true)
  }

  #addColumn(column: Column, primary: boolean, own: boolean): void {
    const isNull = !primary && this.#random.chance(0.4)
    const given = own && this.#random.chance(0.4) ? this.#random.pick(defaultsOf(column.type)) : ''
    const words = [
      column.name,
      column.type,
      isNull ? 'NULL' : 'NOT NULL',
      given,
      column.comment && `COMMENT ${quote(column.comment)}`,
    ]
    this.#columns.push({ ...column, line: words.filter(Boolean).join(' ') })
    if (primary) this.key.push(column)
  }

  /** To the whole key in most cases, else to its beginning or to a unique index. */
  refer(parent: Drawn, primary: boolean): void {
    const random = this.#random
    const whole = random.chance(0.7)
    const other =
      parent.unique.length && random.chance(0.5)
        ? parent.unique
        : parent.key.slice(0, random.integer(1, parent.key.length))
    const pairs: { source: Column; child: string }[] = []
    for (const source of whole ? parent.key : other) {
      const taken = pairs.map(({ child }) => child)
      pairs.push({ source, child: this.#childName(source, taken) })
    }
    if (this.#columns.length + pairs.length > 10) return
    for (const { source, child } of pairs)
      if (!this.#columns.some(({ name }) => name === child)) {
        const comment = random.chance(0.8) ? source.comment : random.pick(comments)
        this.#addColumn({ name: child, type: source.type, comment }, primary, random.chance(0.1))
      }
    const children = pairs.map(({ child }) => child).join(', ')
    const rule = random.chance(0.9) ? 'ON UPDATE CASCADE ON DELETE RESTRICT' : random.pick(['ON DELETE CASCADE', ''])
    if (random.chance(0.15)) this.#clauses.push(`UNIQUE INDEX (${children})`)
    this.#clauses.push(
      `FOREIGN KEY (${children}) REFERENCES ${parent.name} (${pairs.map(({ source }) => source.name).join(', ')}) ${rule}`,
    )
  }

  /** Its own, shared with a column of that name and type, or a new one. */
  #childName(source: Column, taken: readonly string[]): string {
    const there = this.#columns.find(({ name }) => name === source.name)
    const fits = !taken.includes(source.name) && (!there || there.type === source.type)
    if (fits && this.#random.chance(there ? 0.5 : 0.7)) return source.name
    return `r_${this.#number}_${this.#columns.length + taken.length}`
  }

  addUnique(): Column[] {
    const column = this.#random.pick(this.#columns.filter(({ type }) => keyTypes.includes(type)))
    this.#clauses.push(`UNIQUE INDEX (${column.name})`)
    return [column]
  }

  addIndex(): void {
    const indexable = this.#columns.filter(({ type }) => !/blob|text|json/.test(type))
    const names = new Set([this.#random.pick(indexable), this.#random.pick(indexable)].map(({ name }) => name))
    this.#clauses.push(`${this.#random.pick(['', 'UNIQUE '])}INDEX (${[...names].join(', ')})`)
  }
}

const keyTypes = [
  'int',
  'int unsigned',
  'varchar(20)',
  'date',
  'datetime(3)',
  "enum('a','it''s','x # y')",
  'decimal(6,2)',
  'char(3)',
]
const types = [
  ...keyTypes,
  'tinyint(1)',
  'bigint(20) unsigned',
  'int(5) unsigned zerofill',
  'float',
  'double(8,2)',
  'year(4)',
  'time',
  'timestamp',
  'varchar(400)',
  'text',
  'longblob',
  'bit(3)',
  "set('a','b')",
  'varbinary(8)',
  'varchar(9) CHARACTER SET latin1',
  "enum('q\"r','s:t','{u}')",
]

const defaultsOf = (type: string): string[] => {
  if (/^(int|bigint|decimal|float|double|tinyint)/.test(type)) return ["DEFAULT '7'", 'DEFAULT 0', 'DEFAULT (1 + 2)']
  if (/^(varchar|char)/.test(type))
    return ["DEFAULT ''", "DEFAULT 'a'", "DEFAULT 'i''s'", "DEFAULT 'x#:'", "DEFAULT 'b\\\\c'", "DEFAULT '\"'"]
  if (/^enum\('a'/.test(type)) return ["DEFAULT 'it''s'", "DEFAULT 'x # y'"]
  if (/^datetime\(3\)/.test(type))
    return ['DEFAULT CURRENT_TIMESTAMP(3)', "DEFAULT '2024-01-02 03:04:05.5'", 'DEFAULT NOW(3) ON UPDATE NOW(3)']
  if (/^timestamp/.test(type))
    return ['DEFAULT CURRENT_TIMESTAMP', 'DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP']
  if (/^date/.test(type)) return ["DEFAULT '2024-02-29'", 'DEFAULT (CURRENT_DATE)']
  return ['']
}

const comments = [
  'plain',
  "it's # one: two",
  'µm – 日',
  'say "hi" {x}',
  'two\nlines',
  ' blanks ',
  ':colon',
  'a\\b',
  '50 %',
  'A->B',
]

const quote = (text: string): string =>
  `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll('\n', '\\n')}'`
