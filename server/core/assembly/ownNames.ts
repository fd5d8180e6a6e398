import type { Table } from '../pipeline/table.ts'

/**
 * Tables found in the databases of these schemas, under the names that definitions give them. Where another database has a
 * schema's bare name, they were found under the name of their database.
 */
export const ownNames = (found: readonly Table[], schemas: readonly string[], prefix: string): Table[] => {
  const schemaOf = new Map(schemas.map((schema) => [prefix + schema, schema]))
  const own = found.filter(({ database }) => schemaOf.has(database))
  const names = new Map(own.map((table) => [table.name, `${schemaOf.get(table.database)}.${table.className}`]))
  const renamed = (name: string) => names.get(name) ?? name
  return own.map((table) => ({
    ...table,
    name: renamed(table.name),
    schema: schemaOf.get(table.database)!,
    ...(table.master && { master: renamed(table.master) }),
    foreignKeys: table.foreignKeys.map((foreignKey) => ({ ...foreignKey, parent: renamed(foreignKey.parent) })),
    attributes: table.attributes.map((attribute) =>
      attribute.lineage === undefined ? attribute : { ...attribute, lineage: renameOrigin(attribute.lineage, renamed) },
    ),
  }))
}

/** `labbook_session.Session.session_datetime` -> `session.Session.session_datetime` */
const renameOrigin = (lineage: string, renamed: (name: string) => string): string => {
  const dot = lineage.lastIndexOf('.')
  return renamed(lineage.slice(0, dot)) + lineage.slice(dot)
}
