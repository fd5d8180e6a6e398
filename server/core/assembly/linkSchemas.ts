import type { SchemaDefinition, TableDefinition } from '../pipeline/compilePipeline.ts'

/** Logical names of tables of elements -> the names of the tables that stand for them. */
export type Links = ReadonlyMap<string, string>

/**
 * The definitions of elements in a lab that has some of their tables already: those are left out with their parts, and
 * foreign keys to them name the lab's own.
 */
export const linkSchemas = (schemas: readonly SchemaDefinition[], links: Links): SchemaDefinition[] =>
  links.size === 0
    ? [...schemas]
    : schemas.map((schema) => ({
        ...schema,
        tables: schema.tables
          .filter(({ name }) => !links.has(`${schema.name}.${name.split('.')[0]}`))
          .map((table) => ({ ...table, definition: linkLines(table, schema.name, links) })),
      }))

const linkLines = ({ definition }: TableDefinition, schema: string, links: Links): string =>
  definition.replace(foreignKeyLine, (line, start: string, parent: string) => {
    const target = links.get(parent) ?? links.get(`${schema}.${parent}`)
    return target === undefined ? line : start + target
  })

/** `-> [options] ` and the name of the parent, without a projection. */
const foreignKeyLine = /^(\s*->\s*(?:\[[^\]]*\]\s*)?)([A-Za-z]\w*(?:\.(?!proj\s*\()[A-Za-z]\w*)*)/gm
