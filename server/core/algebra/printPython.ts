import { attributeType } from '../definition/attributeType.ts'
import type { Table, Value } from '../pipeline/table.ts'
import { findAttribute, type Relation } from './heading.ts'
import { type Dialect, plainText, printCondition, printExpression, printLiteral } from './printExpression.ts'
import { printWith, type QueryDialect } from './printQuery.ts'
import type { Query } from './query.ts'
import { tablesOf } from './tablesOf.ts'

/**
 * A query as a Python program for datajoint-python 2: it opens the schemas by `dj.VirtualModule` and ends with `query = …`, which has
 * the same rows. Where Python would lose a `Top` or a `U` that is joined, it gets its own subquery.
 */
export const printPython = (query: Query): string => {
  const modules = modulesOf(tablesOf(query))
  const lines = [...modules].map(([database, name]) => `${name} = dj.VirtualModule('${name}', ${pythonText(database)})`)
  const text = printWith(query, pythonDialect(modules))
  return ['import datajoint as dj', '', ...lines, '', `query = ${text}`, ''].join('\n')
}

type Modules = ReadonlyMap<string, string>

const modulesOf = (tables: readonly Table[]): Modules => {
  const modules = new Map<string, string>()
  for (const { database, schema } of tables.filter(isClass))
    if (!modules.has(database)) modules.set(database, freeName(schema, new Set(modules.values())))
  return modules
}

const keywords = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield dj query'.split(
    ' ',
  ),
)

const freeName = (schema: string, taken: ReadonlySet<string>): string => {
  const word = schema.replace(/\W/g, '_').replace(/^(?=\d)/, '_')
  for (let name = word, count = 2; ; name = `${word}_${count++}`)
    if (!taken.has(name) && !keywords.has(name)) return name
}

/** A virtual module has a class for a table whose name follows DataJoint's rules. */
const isClass = ({ className }: Table): boolean => /^[A-Z]\w*(\.[A-Z]\w*)?$/.test(className)

const pythonDialect = (modules: Modules): QueryDialect => ({
  keepsNotOfLists: false,
  table: (table) =>
    isClass(table)
      ? `${modules.get(table.database)}.${table.className}()`
      : `dj.FreeTable(dj.conn(), ${pythonText(`\`${table.database}\`.\`${table.sqlName}\``)})`,
  quote: pythonText,
  condition: (condition, of) => printCondition(condition, sqlDialect(of)),
  expression: (expression, of) => asPythonTakesIt(printExpression(expression, sqlDialect(of))),
  grouped: (expression, of, key) => asPythonTakesIt(printExpression(expression, groupDialect(of, key))),
  constant: (value) => pythonText(value ? 'TRUE' : 'FALSE'),
  restricted: (query, text) => (isOneRow(query) ? `${text}.make_subquery()` : undefined),
  operand: (query, text) => (needsSubquery(query) ? `${text}.make_subquery()` : undefined),
})

/** Joins of datajoint-python 2.3 forget a Top and a DISTINCT, its unions cannot be sorted, its groups not grouped again. */
const needsSubquery = (query: Query): boolean => {
  if (['top', 'universe', 'union', 'aggregate', 'aggregateBy'].includes(query.node)) return true
  return (query.node === 'restrict' || query.node === 'project') && needsSubquery(query.source)
}

/** In a projection, the driver takes percent signs for its own, and DataJoint digits with a point for a path into JSON. */
const asPythonTakesIt = (expression: string): string =>
  (/^\w+\.\w+$/.test(expression) ? `(${expression})` : expression).replaceAll('%', '%%')

/** A group of everything has no GROUP BY, and so in Python no HAVING. */
const isOneRow = (query: Query): boolean =>
  (query.node === 'aggregateBy' && query.attributes.length === 0) ||
  ((query.node === 'restrict' || query.node === 'project') && isOneRow(query.source))

/** SQL as Python passes it on: names always quoted, values in the form of the attribute beside them. */
const sqlDialect = (of: Relation): Dialect => ({
  name: (name) => `\`${name}\``,
  value: (value, beside) => literalFor(value, beside === undefined ? undefined : findAttribute(of, beside)?.type),
})

/** MariaDB takes nothing but the key out of a group as it is. */
const groupDialect = (of: Relation, key: readonly string[]): Dialect => ({
  ...sqlDialect(of),
  name: (name) => (key.includes(name) ? `\`${name}\`` : `MIN(\`${name}\`)`),
  inAggregate: sqlDialect(of),
})

const numeric = new Set(['integer', 'float', 'decimal', 'bool'])

const literalFor = (value: Value, type?: string): string => {
  if (value === null || type === undefined) return typeof value === 'string' ? textLiteral(value) : printLiteral(value)
  const { family, toDatabase, parse } = attributeType(type)
  if (family === 'uuid') {
    const parsed = parse(value)
    return printLiteral('value' in parsed ? toDatabase(parsed.value) : value)
  }
  if (numeric.has(family)) return String(value)
  return textLiteral(String(value))
}

/** Where datajoint-python looks for names in a condition, it takes a quote behind a backslash for a part of the text. */
const textLiteral = (text: string): string =>
  /\\('|$)/.test(text)
    ? `_UTF8MB4 X'${[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}'`
    : plainText.value(text)

/** A text as Python writes it. */
const pythonText = (text: string): string => {
  const quote = text.includes("'") ? '"' : "'"
  const escaped = [...text].map((character) => escapes[character] ?? (character === quote ? `\\${quote}` : character))
  return quote + escaped.join('') + quote
}

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\0': '\\x00',
}
