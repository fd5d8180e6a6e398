import type { Random } from '../../pipeline/testing/random.ts'

/** Stands in every text literal, so that it can be looked for where only our own SQL should be. */
export const marker = 'zqx'

/** A condition such as a person might type, over the attributes of the example pipeline; now and then of none. */
export const randomConditionText = (random: Random, depth = 3): string => {
  if (depth === 0) return predicate(random)
  return random.pick<() => string>([
    () => predicate(random),
    () => predicate(random),
    () =>
      `${randomConditionText(random, depth - 1)} ${random.pick(['AND', 'OR', 'and', '||', '&&'])} ${predicate(random)}`,
    () => `(${randomConditionText(random, depth - 1)})`,
    () => `NOT ${randomConditionText(random, depth - 1)}`,
  ])()
}

/** A query of every operator and method, mostly well formed; headings often do not fit, which is refused. */
export const randomQueryText = (random: Random, depth = 3): string => {
  if (depth === 0) return table(random)
  const inner = () => randomQueryText(random, random.integer(0, depth - 1))
  return random.pick<() => string>([
    () => table(random),
    () => `(${inner()} & ${restriction(random, depth)})`,
    () => `(${inner()} - ${restriction(random, depth)})`,
    () => `${inner()} & ${restriction(random, depth)}`,
    () => `(${inner()} * ${inner()})`,
    () => `(${inner()}).proj(${columns(random)})`,
    () => `(${inner()}).aggr(${inner()}, ${groupColumns(random)})`,
    () => `dj.U(${attributes(random)}) & ${inner()}`,
    () => `dj.U(${attributes(random)}).aggr(${inner()}, ${groupColumns(random)})`,
    () => `(${inner()} & ${top(random)})`,
    () => `((${inner()}).proj() + (${inner()}).proj())`,
    () => `(${inner()}).extend(${inner()})`,
    () => `(${table(random)} ${random.pick(['<<', '>>'])} ${restriction(random, depth)})`,
  ])()
}

/** The text with a piece taken out, doubled, or replaced by something hostile. */
export const damaged = (text: string, random: Random): string => {
  const at = random.integer(0, text.length)
  const end = Math.min(text.length, at + random.integer(0, 8))
  const piece = random.pick([...hostilePieces, text.slice(at, end).repeat(2)])
  return text.slice(0, at) + piece + text.slice(end)
}

export const hostilePieces: readonly string[] = [
  '',
  "'",
  '"',
  '`',
  '\\',
  '\0',
  ';',
  '--',
  '/*',
  '#',
  '?',
  '%s',
  '$x',
  '((((((((((',
  '"; DROP TABLE x; --',
  "' OR '1'='1",
  '😀',
  '\u202e',
  '999999999999999999999999999999',
  '1e999',
  '-',
  '~',
  '...',
  '[',
  '{',
  '.proj(',
  'dj.',
  ' & ',
  ' UNION SELECT ',
  'SLEEP(9)',
  'LOAD_FILE(1)',
  '@@version',
  'CASE WHEN ',
]

const table = (random: Random): string =>
  random.pick(['Subject', 'Session', 'animal.Pair', 'Note', 'Rig', 'Spikes', 'Spikes.Unit', 'Social', 'Nothing'])

const names = [
  'subject',
  'sex',
  'birth',
  'weight',
  'session_id',
  'started',
  'rig',
  'token',
  'notes',
  'partner',
  'minutes',
]
const others = ['rig_number', 'n_units', 'unit', 'rate', 'score', 'n', 'x', '`rig`', 'order']
const name = (random: Random): string => random.pick(random.chance(0.8) ? names : others)
const attributes = (random: Random): string =>
  Array.from({ length: random.integer(0, 2) }, () => `'${name(random)}'`).join(', ')

const literal = (random: Random): string =>
  random.pick([
    () => String(random.integer(-5, 100)),
    () => String(random.integer(0, 1000) / 8),
    () => `'${marker}${random.pick(["''", '\\\\', '%', '"', 'é', ''])}'`,
    () => `'2024-0${random.integer(1, 9)}-01'`,
    () => random.pick(['NULL', 'TRUE', 'false', '1e3', '9007199254740993']),
  ])()

const expression = (random: Random, depth = 2): string => {
  if (depth === 0) return random.chance(0.7) ? name(random) : literal(random)
  const inner = () => expression(random, random.integer(0, depth - 1))
  return random.pick([
    inner,
    () => `${inner()} ${random.pick(['+', '-', '*', '/', '%', 'DIV', 'mod'])} ${inner()}`,
    () => `(${inner()})`,
    () => `-${inner()}`,
    () => `${random.pick(['abs', 'ROUND', 'upper', 'length', 'year', 'date', 'sleep', 'count'])}(${inner()})`,
    () => `IF(${predicate(random, 0)}, ${inner()}, ${inner()})`,
    () => `CASE WHEN ${predicate(random, 0)} THEN ${inner()} ELSE ${inner()} END`,
    () => `CAST(${inner()} AS ${random.pick(['CHAR', 'signed', 'decimal(6,2)', 'blob'])})`,
    () => `started ${random.pick(['+', '-'])} INTERVAL ${inner()} ${random.pick(['DAY', 'second', 'AGE'])}`,
    () => `timestampdiff(HOUR, ${inner()}, now())`,
  ])()
}

const predicate = (random: Random, depth = 2): string => {
  const side = () => expression(random, depth)
  const not = random.chance(0.3) ? 'NOT ' : ''
  return random.pick([
    () => `${side()} ${random.pick(['=', '<>', '!=', '<', '<=', '>', '>=', '<=>', '=='])} ${side()}`,
    () => `${side()} ${not}LIKE '%${marker}_'`,
    () => `${side()} ${not}IN (${literal(random)}, ${literal(random)})`,
    () => `${side()} ${not}BETWEEN ${side()} AND ${side()}`,
    () => `${side()} IS ${not}${random.pick(['NULL', 'TRUE'])}`,
    side,
  ])()
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`

const restriction = (random: Random, depth: number): string =>
  random.pick([
    () => quoted(randomConditionText(random, 1)),
    () => `{'${name(random)}': ${literal(random)}, 'none': 1}`,
    () => `[${restriction(random, 0)}, ${restriction(random, 0)}]`,
    () => `dj.Not(${restriction(random, 0)})`,
    () => `dj.AndList([${restriction(random, 0)}, ${restriction(random, 0)}])`,
    () => `(${randomQueryText(random, Math.max(0, depth - 2))})`,
    () => random.pick(['True', 'False', '[]']),
  ])()

const columns = (random: Random): string =>
  Array.from({ length: random.integer(0, 3) }, () =>
    random.pick([
      () => `'${name(random)}'`,
      () => '...',
      () => `'-${name(random)}'`,
      () => `${random.pick(['k', 'x', 'partner'])}='${name(random)}'`,
      () => `copy='(${name(random)})'`,
      () => `n=${quoted(expression(random))}`,
    ])(),
  ).join(', ')

const groupColumns = (random: Random): string =>
  random.pick([
    () => `n='COUNT(*)'`,
    () => `n='COUNT(DISTINCT ${name(random)})'`,
    () => `n='${random.pick(['SUM', 'AVG', 'MIN', 'max', 'std'])}(${name(random)})', ...`,
    () => `n=${quoted(`SUM(${expression(random)})`)}, exclude_nonmatching=True`,
    () => `'${name(random)}', n=${quoted(expression(random))}`,
  ])()

const top = (random: Random): string =>
  random.pick([
    () => 'dj.Top()',
    () => `dj.Top(${random.integer(0, 5)}, '${name(random)} DESC')`,
    () => `dj.Top(limit=None, order_by=['${name(random)}', 'KEY desc'], offset=${random.integer(0, 3)})`,
  ])()
