import { attributeType, type BlobStyle } from '../definition/attributeType.ts'
import { readJsonPart } from '../definition/parseIndex.ts'
import { LabBookError } from '../errors.ts'
import { isPopulated } from './howFilled.ts'
import type { Table } from './table.ts'

/**
 * What MySQL or a Python client would refuse about one table.
 * @throws DEFINITION_SYNTAX
 */
export const checkTable = (table: Table, blobStyle: BlobStyle): void => {
  if (table.database.length > 64)
    throw refused(table, `the database name ${table.database} is longer than 64 characters.`)
  if (table.sqlName.length > 64) throw refused(table, `the MySQL name ${table.sqlName} is longer than 64 characters.`)
  if (table.comment.length > 2048) throw refused(table, 'the table comment has more than 2048 characters.')
  if (table.primaryKey.length === 0) checkSingleton(table, blobStyle)
  checkMaster(table)
  checkAutoPopulated(table)
  checkRowLength(table)
  checkKeyLength(table, table.primaryKey, 'the primary key')
  for (const { parent, columns } of table.foreignKeys)
    checkKeyLength(
      table,
      columns.map(({ child }) => child),
      `the foreign key to ${parent}`,
    )
  for (const { attributes } of table.indexes)
    checkKeyLength(table, attributes.filter(isAttribute), `the index (${attributes.join(', ')})`)
}

/**
 * What goes wrong between a new table and the others of its database: DataJoint tells tables apart by their class names, and
 * 0.14 looks for a table with LIKE, where `_` stands for any letter.
 * @throws DEFINITION_SYNTAX
 */
export const checkNames = (tables: readonly Table[], existing: readonly Table[]): void => {
  const earlier = [...existing]
  for (const table of tables) {
    const other = earlier.find((one) => one.database === table.database && confusable(one.sqlName, table.sqlName))
    if (other)
      throw refused(
        table,
        `its MySQL name ${table.sqlName} is too like ${other.sqlName} of ${other.name}; choose another name.`,
      )
    earlier.push(table)
  }
}

/** A table of at most one row is new in DataJoint 2.0, and without a key nothing can be populated. */
const checkSingleton = (table: Table, blobStyle: BlobStyle): void => {
  if (blobStyle === 'bare')
    throw refused(
      table,
      'the primary key is empty: nothing stands above the "---", which datajoint-python 0.14 refuses.',
    )
  if (table.master || isPopulated(table))
    throw refused(table, 'the primary key is empty: only a manual or lookup table can be a singleton.')
}

const isAttribute = (item: string): boolean => readJsonPart(item) === undefined

/** A part may hang on another part of its master instead. */
const checkMaster = ({ master, ...table }: Table): void => {
  const isOfMaster = (parent: string) => parent === master || parent.startsWith(`${master}.`)
  if (!master || table.foreignKeys.some(({ parent, primary }) => isOfMaster(parent) && primary)) return
  throw refused(table, 'a part needs "-> master" in its primary key.')
}

const checkAutoPopulated = (table: Table): void => {
  if (!isPopulated(table)) return
  const brought = new Set(table.foreignKeys.flatMap(({ columns }) => columns.map(({ child }) => child)))
  const own = table.primaryKey.filter((name) => !brought.has(name))
  if (own.length)
    throw refused(
      table,
      `the primary key of ${table.tier === 'imported' ? 'an imported' : 'a computed'} table comes from foreign keys alone, and ${own.join(', ')} does not; move it into a part.`,
    )
}

/** MySQL allows 65535 bytes beside blobs and texts, of which a row holds a pointer of some 12 bytes. */
const checkRowLength = (table: Table): void => {
  const bytes = table.attributes.reduce((sum, { type }) => sum + (attributeType(type).keyBytes ?? 12), 0)
  if (bytes > 65_000)
    throw refused(table, `a row may have ${bytes} bytes, more than MySQL allows; shorten a varchar or make it text.`)
}

const checkKeyLength = (table: Table, names: readonly string[], what: string): void => {
  const types = names.map((name) => attributeType(table.attributes.find((one) => one.name === name)?.type ?? ''))
  const bytes = types.reduce((sum, { keyBytes = Number.POSITIVE_INFINITY }) => sum + keyBytes, 0)
  if (names.length > 16) throw refused(table, `${what} has ${names.length} attributes; MySQL allows 16.`)
  if (bytes === Number.POSITIVE_INFINITY) throw refused(table, `${what} holds an attribute that cannot be indexed.`)
  if (bytes > 3072) throw refused(table, `${what} has ${bytes} bytes; MySQL allows 3072 (a character counts 4).`)
}

const confusable = (a: string, b: string): boolean =>
  withoutPrefix(a) === withoutPrefix(b) || likeMatches(a, b) || likeMatches(b, a)

const withoutPrefix = (sqlName: string): string => sqlName.replace(/^(#|_+)/, '')

const likeMatches = (pattern: string, name: string): boolean =>
  pattern.length === name.length && [...pattern].every((letter, index) => letter === '_' || letter === name[index])

const refused = (table: Table, problem: string) => new LabBookError('DEFINITION_SYNTAX', { where: table.name, problem })
