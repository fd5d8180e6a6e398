import type { Key, Table } from '#core/pipeline/table.ts'

/** Python that fetches the numbers behind a plot from the same database with datajoint. */
export const pythonSnippet = (table: Table, key: Key, attribute: string): string => {
  const path = table.className
  return [
    'import datajoint as dj',
    '',
    '# host, port, user and password: npx labbook database url',
    `${table.schema} = dj.VirtualModule(${quote(table.schema)}, ${quote(table.database)})`,
    `key = ${pythonDict(key)}`,
    `${attribute} = (${table.schema}.${path} & key).to_arrays(${quote(attribute)})`,
  ].join('\n')
}

const pythonDict = (key: Key): string =>
  `{${Object.entries(key)
    .map(([name, value]) => `${quote(name)}: ${literal(value)}`)
    .join(', ')}}`

const literal = (value: Key[string]): string => {
  if (value === null) return 'None'
  return typeof value === 'number' ? String(value) : quote(String(value))
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
