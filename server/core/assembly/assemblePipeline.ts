import { parseDefinition } from '../definition/parseDefinition.ts'
import { LabBookError } from '../errors.ts'
import {
  type CompileOptions,
  compilePipeline,
  type SchemaDefinition,
  type TableDefinition,
} from '../pipeline/compilePipeline.ts'
import { Pipeline } from '../pipeline/pipeline.ts'
import type { Table } from '../pipeline/table.ts'
import { tableDifferences } from '../pipeline/tableDifferences.ts'
import { type Links, linkSchemas } from './linkSchemas.ts'
import { ownNames } from './ownNames.ts'

export type Assembly = {
  /** Our tables, and those of the lab that stand in for some of them (`native` is false). */
  readonly pipeline: Pipeline
  /** The same tables as the definitions have them, whatever is there: what a migration aims at. */
  readonly definitions: Pipeline
  /** Tables that are there in another form than their definition, with what differs; they are taken as they are. */
  readonly yielded: ReadonlyMap<string, readonly string[]>
  /** Tables that are not created, since their schema is a lab's own variant or a parent is missing. */
  readonly leftOut: readonly string[]
}

/**
 * The pipeline of the elements in a database that may hold a lab's tables already. A linked table is the lab's own; a table
 * that is there in another form (acute and chronic variants of the Elements, narrower keys, an older LabBook) is taken as it
 * is, and what stands below it is compiled against it. In a schema with such a table nothing is created. LabBook's own
 * schema `app` never gives way.
 * @throws CONFIG_INVALID for a link to a table that is not there; DEFINITION_SYNTAX
 */
export const assemblePipeline = (
  schemas: readonly SchemaDefinition[],
  found: Pipeline,
  links: Links,
  options: Pick<CompileOptions, 'prefix' | 'blobStyle'>,
): Assembly => {
  const linked = new Map([...links].map(([name, target]) => [name, linkedTable(name, target, found)]))
  const targets = new Map([...linked].map(([name, table]) => [name, table.name]))
  const yielded = new Map<string, readonly string[]>()
  let definitions: Pipeline | undefined
  const ours = linkSchemas(schemas, targets)
  const names = schemas.map(({ name }) => name)
  const present = new Pipeline(ownNames(found.tables, names, options.prefix))
  for (;;) {
    const existing = [...new Set(linked.values()), ...[...yielded.keys()].map((name) => present.table(name))]
    const kept = withoutYielded(ours, yielded, present)
    const { complete, orphans } = yielded.size === 0 ? { complete: kept, orphans: [] } : withParents(kept, existing)
    const compiled = compilePipeline(complete, { ...options, existing })
    definitions ??= compiled
    const differing = findDiffering(compiled, present)
    for (const [name, differences] of differing) yielded.set(name, differences)
    if (differing.length > 0) continue
    const pipeline = new Pipeline(compiled.tables, compiled.blobStyle, targets)
    return { pipeline, definitions, yielded, leftOut: [...orphans, ...notCreated(ours, yielded, present)] }
  }
}

const linkedTable = (name: string, target: string, found: Pipeline): Table => {
  if (found.has(target)) return found.table(target)
  throw new LabBookError('CONFIG_INVALID', {
    name: `labbook.config.ts: links: ${name}`,
    problem: `there is no table ${target} in the database (labbook describe lists them).`,
  })
}

/**
 * The uppermost tables that differ, each with its whole family of master and parts. What differs below them may do so only
 * because it inherits their keys, so it is compared again when they have given way.
 */
const findDiffering = (compiled: Pipeline, present: Pipeline): [string, string[]][] => {
  const differing = new Map(compiled.tables.flatMap((table) => differencesOf(table, present)))
  const isBelow = (name: string) =>
    compiled.ancestors(name).some((above) => differing.has(above.name) && masterOf(above.name) !== masterOf(name))
  const uppermost = new Map([...differing].filter(([name]) => !isBelow(name)))
  const families = new Set([...uppermost.keys()].map(masterOf))
  return present.tables
    .filter(({ name }) => families.has(masterOf(name)))
    .map(({ name }) => [name, uppermost.get(name) ?? []])
}

const differencesOf = (table: Table, present: Pipeline): [string, string[]][] => {
  if (!table.native || table.schema === 'app') return []
  const there = present.tables.find(({ name }) => name === table.name)
  const differences = there ? tableDifferences(table, there) : []
  return differences.length > 0 ? [[table.name, differences]] : []
}

/** `ephys.CuratedClustering.Unit` -> `ephys.CuratedClustering` */
const masterOf = (name: string): string => name.split('.').slice(0, 2).join('.')

/** In a schema of a lab's own form, only the definitions of tables that are there remain, and of those the ones that fit. */
const withoutYielded = (
  schemas: readonly SchemaDefinition[],
  yielded: ReadonlyMap<string, unknown>,
  present: Pipeline,
): SchemaDefinition[] => {
  const families = new Set([...yielded.keys()].map(masterOf))
  const isTheirs = schemasOf(yielded)
  const there = new Set(present.tables.map(({ name }) => name))
  return keepTables(
    schemas,
    (name, schema) => !families.has(masterOf(name)) && (!isTheirs.has(schema) || there.has(name)),
  )
}

const schemasOf = (tables: ReadonlyMap<string, unknown>): Set<string> =>
  new Set([...tables.keys()].map((name) => name.split('.')[0]!))

/** Definitions whose parents are all there, with their parts; taking one out may take out others. */
const withParents = (
  schemas: readonly SchemaDefinition[],
  existing: readonly Table[],
): { complete: readonly SchemaDefinition[]; orphans: readonly string[] } => {
  const names = new Set([...existing.map(({ name }) => name), ...namesOf(schemas)])
  const orphans = new Set(
    schemas.flatMap((schema) =>
      schema.tables
        .filter((table) => !hasParents(table, schema.name, names))
        .map(({ name }) => masterOf(`${schema.name}.${name}`)),
    ),
  )
  if (orphans.size === 0) return { complete: schemas, orphans: [] }
  const left = keepTables(schemas, (name) => !orphans.has(masterOf(name)))
  const rest = withParents(left, existing)
  return { complete: rest.complete, orphans: [...orphans, ...rest.orphans] }
}

const namesOf = (schemas: readonly SchemaDefinition[]): string[] =>
  schemas.flatMap((schema) => schema.tables.map(({ name }) => `${schema.name}.${name}`))

const keepTables = (
  schemas: readonly SchemaDefinition[],
  keeps: (name: string, schema: string) => boolean,
): SchemaDefinition[] =>
  schemas.map((schema) => ({
    ...schema,
    tables: schema.tables.filter(({ name }) => keeps(`${schema.name}.${name}`, schema.name)),
  }))

const hasParents = ({ name, definition }: TableDefinition, schema: string, names: ReadonlySet<string>): boolean =>
  parseDefinition(definition, `${schema}.${name}`).entries.every(
    (entry) =>
      entry.kind !== 'foreignKey' ||
      entry.parent === 'master' ||
      [entry.parent, `${schema}.${entry.parent}`, `${schema}.${name.split('.')[0]}.${entry.parent}`].some((one) =>
        names.has(one),
      ),
  )

/** Defined tables that are not created because their schema is a lab's own. */
const notCreated = (
  schemas: readonly SchemaDefinition[],
  yielded: ReadonlyMap<string, unknown>,
  present: Pipeline,
): string[] => {
  const isTheirs = schemasOf(yielded)
  const there = new Set(present.tables.map(({ name }) => name))
  return namesOf(schemas.filter(({ name }) => isTheirs.has(name))).filter((name) => !there.has(name))
}
