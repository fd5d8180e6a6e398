import { attributeType } from '#core/definition/attributeType.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Attribute, Table } from '#core/pipeline/table.ts'
import type { Queryable } from './port.ts'

type Collation = NonNullable<Attribute['collation']>
/** By `database/table/column` of what is there, and by `database` its default. */
type Known = Map<string, Collation>

/**
 * `tables`, parents first, as they are to be created: a text column that refers to another has that one's charset and collation, without
 * which the server refuses the foreign key (errno 150), and so has a column of a table that is there (of which a job table is made). What
 * is there is never altered.
 */
export const inheritCollations = async (
  database: Queryable,
  tables: readonly Table[],
  pipeline: Pipeline,
): Promise<Table[]> => {
  if (!tables.some(hasTextKey)) return [...tables]
  const known = await readCollations(database, databasesAround(tables, pipeline))
  return tables.map((table) => {
    const attributes = table.attributes.map((attribute) => {
      const collation = isText(attribute) && collationOf(table, attribute, pipeline, known)
      if (!collation) return attribute
      known.set(idOf(table, attribute.name), collation)
      return collation.name === known.get(table.database)?.name ? attribute : { ...attribute, collation }
    })
    return { ...table, attributes }
  })
}

const collationOf = (table: Table, { name }: Attribute, pipeline: Pipeline, known: Known): Collation | undefined => {
  const present = known.get(idOf(table, name))
  if (present) return present
  for (const { parent, columns } of table.foreignKeys) {
    const pair = columns.find(({ child }) => child === name)
    const inherited = pair && known.get(idOf(pipeline.table(parent), pair.parent))
    if (inherited) return inherited
  }
  return known.get(table.database)
}

const hasTextKey = ({ attributes, foreignKeys }: Table): boolean => {
  const brought = new Set(foreignKeys.flatMap(({ columns }) => columns.map(({ child }) => child)))
  return attributes.some((attribute) => brought.has(attribute.name) && isText(attribute))
}

const isText = ({ type }: Attribute): boolean => /^(char|varchar|enum|set|\w*text)\b/i.test(attributeType(type).sql)

const idOf = ({ database, sqlName }: Table, column: string): string => `${database}/${sqlName}/${column}`

const databasesAround = (tables: readonly Table[], pipeline: Pipeline): string[] => {
  const parents = tables.flatMap(({ foreignKeys }) => foreignKeys.map(({ parent }) => pipeline.table(parent)))
  return [...new Set([...tables, ...parents].map(({ database }) => database))]
}

const readCollations = async (database: Queryable, databases: readonly string[]): Promise<Known> => {
  const listed = databases.map(() => '?').join(', ')
  const rows = await database.query(
    `SELECT CONCAT(table_schema, '/', table_name, '/', column_name) AS id, character_set_name AS charset, collation_name AS name
     FROM information_schema.columns WHERE collation_name IS NOT NULL AND table_schema IN (${listed})
     UNION ALL SELECT schema_name AS id, default_character_set_name AS charset, default_collation_name AS name
     FROM information_schema.schemata WHERE schema_name IN (${listed})`,
    [...databases, ...databases],
  )
  return new Map(rows.map(({ id, charset, name }) => [String(id), { charset: String(charset), name: String(name) }]))
}
