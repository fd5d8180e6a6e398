import { LabBookError } from '../../errors.ts'
import { compilePipeline } from '../../pipeline/compilePipeline.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import { lab } from '../../pipeline/testing/labSchemas.ts'
import { type Random, seededRandom } from '../../pipeline/testing/random.ts'
import { randomPipeline } from '../../pipeline/testing/randomPipeline.ts'
import { compileCreateTable } from '../../sql/createTable.ts'
import { parseDefinitionFile } from '../parseDefinitionFile.ts'
import { printDefinition } from '../printDefinition.ts'

export type FuzzReport = {
  readonly cases: number
  /** Definitions that compiled, and so were printed and compiled again. */
  readonly accepted: number
  readonly refused: number
  readonly slowestMs: number
}

/**
 * Damages definitions in every way, compiles them to SQL, and prints and compiles again what is accepted. Throws at the first
 * text that fails with anything but an error of the catalogue, that does not come out as it went in, or whose SQL does not
 * hold together; the message shows the text.
 */
export const fuzzDefinitions = (seed: number, cases: number): FuzzReport => {
  const random = seededRandom(seed)
  const existing = compilePipeline(lab, { prefix: 'p_', blobStyle: 'codec' })
  const seeds = lab.flatMap(({ tables }) => tables.map(({ definition }) => definition))
  let [accepted, slowestMs] = [0, 0]
  for (let number = 0; number < cases; number++) {
    if (number % 50 === 0) seeds.push(...randomPipeline(seed + number, '2.x').map(({ definition }) => definition))
    const text = damage(random, random.pick(seeds))
    const started = performance.now()
    if (survives(text, existing)) accepted++
    slowestMs = Math.max(slowestMs, performance.now() - started)
  }
  return { cases, accepted, refused: cases - accepted, slowestMs }
}

/** Whether the definition was accepted. */
const survives = (text: string, existing: Pipeline): boolean => {
  try {
    parseDefinitionFile(text, { file: 'fuzz', schema: 'fuzz' })
  } catch (error) {
    assertOurs(error, text)
  }
  try {
    const pipeline = compile(text, existing)
    const table = pipeline.table('fuzz.Fuzz')
    const sql = compileCreateTable(table, pipeline)
    const again = compile(printDefinition(table, pipeline), existing)
    const second = compileCreateTable(again.table('fuzz.Fuzz'), again)
    if (sql !== second) throw new Error(`It prints as another table:\n${sql}\n${second}`)
    assertWhole(sql)
    return true
  } catch (error) {
    assertOurs(error, text)
    return false
  }
}

const compile = (definition: string, { tables }: Pipeline): Pipeline =>
  compilePipeline([{ name: 'fuzz', tables: [{ name: 'Fuzz', definition }] }], {
    prefix: 'p_',
    blobStyle: 'codec',
    existing: tables,
  })

const assertOurs = (error: unknown, text: string): void => {
  if (error instanceof LabBookError) return
  throw new Error(`This definition breaks the parser: ${JSON.stringify(text.slice(0, 2000))}`, { cause: error })
}

/** Outside of quoted names and texts there are only words that we write. */
const assertWhole = (sql: string): void => {
  const bare = sql.replace(/`(?:[^`]|``)*`|'(?:[^'\\]|''|\\.)*'/gs, '')
  if (/["'`;]|--|\/\*/.test(bare)) throw new Error(`Its SQL does not hold together:\n${sql}`)
}

const damage = (random: Random, text: string): string => {
  let damaged = text
  for (let count = random.pick([0, 1, 1, 2, 3, 8]); count > 0; count--) damaged = random.pick(damages)(random, damaged)
  return damaged
}

type Damage = (random: Random, text: string) => string

const at = (random: Random, text: string): number => random.integer(0, text.length)
const cut = (random: Random, text: string): [string, string, string] => {
  const [from, to] = [at(random, text), at(random, text)].sort((a, b) => a - b) as [number, number]
  return [text.slice(0, from), text.slice(from, to), text.slice(to)]
}
const insert = (random: Random, text: string, added: string): string => {
  const place = at(random, text)
  return text.slice(0, place) + added + text.slice(place)
}

const damages: readonly Damage[] = [
  (random, text) => insert(random, text, random.pick(fragments)),
  (random, text) => insert(random, text, random.pick(fragments)),
  (random, text) => insert(random, text, String.fromCharCode(random.integer(0, 0xffff))),
  (random, text) => {
    const [before, , after] = cut(random, text)
    return before + after
  },
  (random, text) => {
    const [before, middle, after] = cut(random, text)
    return before + middle.repeat(random.pick([2, 3])).slice(0, 2000) + after
  },
  (random, text) => {
    const lines = text.split('\n')
    const [from, to] = [random.integer(0, lines.length - 1), random.integer(0, lines.length - 1)]
    lines.splice(to, 0, ...lines.splice(from, 1))
    return lines.join('\n')
  },
  (random, text) => text.replace(random.pick([/\d+/, /:/, /=/, /->/, /\(/, /'/, /\w+/]), random.pick(fragments)),
  // Long runs, on which a regular expression may go back and forth.
  (random, text) =>
    random.chance(0.1) ? insert(random, text, random.pick(fragments).repeat(random.integer(1, 3000))) : text,
]

const fragments = [
  ...[
    '\n',
    '---',
    '#',
    ':',
    '=',
    '->',
    ',',
    '(',
    ')',
    '[',
    ']',
    '<',
    '>',
    "'",
    '"',
    '`',
    '\\',
    '%',
    '{',
    '}',
    '.',
    '@',
  ],
  ...[' ', '\t', '\r\n', '\0', '\u2028', '\ud800', 'é', '日', '😀', ';', '--', '/*', '*/', '`; DROP TABLE x; --', "''"],
  ...[
    '\nindex (a)',
    '\nunique index (kind, a.b:int)',
    '\n-> lab.User',
    "\n-> lab.User.proj(x='user')",
    '\n(y) -> lab.User',
  ],
  ...[
    '\n-> [nullable, unique] Subject',
    '\n-> `p_lab`.`#user`',
    ' = null',
    ' auto_increment',
    'serial',
    'int unsigned',
  ],
  ...[
    'varchar(99999)',
    'varchar(-1)',
    'decimal(65,30)',
    'decimal(1,2)',
    'datetime(7)',
    'enum()',
    "enum('a','A')",
    '<blob@x>',
  ],
  ...[
    '<blob>',
    'blob@x',
    'json',
    'uuid',
    '1e999',
    'NaN',
    '99999999999999999999',
    'CURRENT_TIMESTAMP',
    'null(',
    '_hidden : int',
  ],
]
