import type { BlobValue } from '../blob/value.ts'
import { parseDefinition } from '../definition/parseDefinition.ts'
import type { BlobStyle } from '../definition/types/contract.ts'
import { LabBookError } from '../errors.ts'
import { tableReference } from '../sql/identifier.ts'
import { checkNames, checkTable } from './checkTables.ts'
import { compileContents } from './compileContents.ts'
import { compileTable, type Declared } from './compileTable.ts'
import { Pipeline } from './pipeline.ts'
import { resolveParent } from './resolveParent.ts'
import type { Table, Tier, Value } from './table.ts'
import { sqlTableName } from './tableNames.ts'

/** What compiling takes; elements/contract has the same shape under the same names. */
export type SchemaDefinition = { readonly name: string; readonly tables: readonly TableDefinition[] }
export type TableDefinition = {
  readonly name: string
  readonly tier?: Tier
  readonly definition: string
  readonly contents?: readonly ContentRow[]
  readonly keySource?: string
  readonly directInsert?: true
}
export type ContentRow = Readonly<Record<string, Value | BlobValue>>

export type CompileOptions = {
  /** Databases are named `<prefix><schema>`. */
  readonly prefix: string
  readonly blobStyle: BlobStyle
  /** Tables that are there already and that definitions may refer to, e.g. a lab's own. They become part of the pipeline, except
   * where a definition of the same name takes their place. */
  readonly existing?: readonly Table[]
}

/**
 * The pipeline of these schemas: foreign keys resolved, keys inherited, MySQL names and lineage worked out, everything checked
 * that MySQL or a Python client would refuse later.
 * @throws DEFINITION_SYNTAX, UNKNOWN_TYPE, INVALID_ROW (contents)
 */
export const compilePipeline = (schemas: readonly SchemaDefinition[], options: CompileOptions): Pipeline => {
  const { existing = [], blobStyle } = options
  const declared = new Map(schemas.flatMap((schema) => declareSchema(schema, options)).map((one) => [one.name, one]))
  const others = existing.filter(({ name }) => !declared.has(name))
  const compiled = new Map<string, Table>(others.map((table) => [table.name, table]))
  const names = namesOf([...others, ...declared.values()])
  const compile = (name: string, path: readonly string[]): Table => {
    const known = compiled.get(name)
    if (known) return known
    const one = declared.get(name) as Declared
    if (path.includes(name)) throw circle(one, [...path.slice(path.indexOf(name)), name])
    const parentOf = (entry: Parameters<typeof resolveParent>[0]) =>
      compile(resolveParent(entry, one, names), [...path, name])
    const table = withFilling(compileTable(one, blobStyle, parentOf), one)
    checkTable(table, blobStyle)
    compiled.set(name, table)
    return table
  }
  const tables = [...declared.values()].map((one) => withContents(compile(one.name, []), one))
  checkNames(tables, others)
  return new Pipeline(tables, blobStyle).withTables(others)
}

/** Logical names and MySQL's in backticks, each to the logical name. */
const namesOf = (tables: readonly Pick<Table, 'name' | 'database' | 'sqlName'>[]): Map<string, string> =>
  new Map(
    tables.flatMap((table) => [
      [tableReference(table), table.name],
      [table.name, table.name],
    ]),
  )

const declareSchema = (schema: SchemaDefinition, { prefix }: CompileOptions): Declared[] => {
  const masters = new Map(schema.tables.map((definition) => [definition.name, definition]))
  return schema.tables.map((definition) => declareTable(definition, schema, prefix + schema.name, masters))
}

const declareTable = (
  definition: TableDefinition,
  schema: SchemaDefinition,
  database: string,
  masters: ReadonlyMap<string, TableDefinition>,
): Declared => {
  const name = `${schema.name}.${definition.name}`
  const master = definition.name.includes('.') ? (definition.name.split('.')[0] as string) : undefined
  const filling = masters.get(master ?? definition.name)
  if (!/^[A-Z][A-Za-z0-9]*(\.[A-Z][A-Za-z0-9]*)?$/.test(definition.name))
    throw refused(name, `"${definition.name}" is not a table name (Table or Master.Part, in CamelCase).`)
  if (!filling) throw refused(name, `its master ${schema.name}.${master} is not among the tables of the schema.`)
  if (masters.size !== schema.tables.length) throw refused(schema.name, 'it has two tables of the same name.')
  return {
    name,
    schema: schema.name,
    className: definition.name,
    tier: filling.tier ?? 'manual',
    ...(master && { master: `${schema.name}.${master}` }),
    database,
    sqlName: sqlTableName(definition.name, filling.tier ?? 'manual'),
    definition: definition.definition,
    ...(definition.contents && { contents: definition.contents }),
    ...(definition.keySource && { keySource: definition.keySource }),
    ...(filling.directInsert && { directInsert: filling.directInsert }),
    tree: parseDefinition(definition.definition, name),
  }
}

const withFilling = (table: Table, { keySource, directInsert }: Declared): Table => ({
  ...table,
  ...(keySource && { keySource }),
  ...(directInsert && { directInsert }),
})

const withContents = (table: Table, { contents }: Declared): Table =>
  contents ? { ...table, contents: compileContents(table, contents) } : table

const refused = (where: string, problem: string) => new LabBookError('DEFINITION_SYNTAX', { where, problem })

const circle = ({ name }: Declared, path: readonly string[]) =>
  refused(name, `its foreign keys go round in a circle: ${path.join(' -> ')}.`)
