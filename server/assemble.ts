import type { Log } from '#app/context.ts'
import { type Assembly, assemblePipeline } from '#core/assembly/assemblePipeline.ts'
import { parseDefinition } from '#core/definition/parseDefinition.ts'
import { LabBookError } from '#core/errors.ts'
import { Pipeline } from '#core/pipeline/pipeline.ts'
import { introspect } from '#db/introspect.ts'
import type { Queryable } from '#db/port.ts'
import type { Element, Ingest, Problem } from '#elements/contract.ts'
import { baseElements, elementsBySession, linkedTables } from '#elements/index.ts'
import type { AssemblyConfig, Config } from '#server/config.ts'

export type Assembled = Assembly & { readonly elements: readonly Element[] }

/**
 * The elements that this lab uses and their tables, linked to the lab's own and fitted to those that are there.
 * @throws CONFIG_INVALID which names the key of labbook.config.ts
 */
export const assemble = async (database: Queryable, config: Config, log: Log): Promise<Assembled> => {
  const { prefix, assembly } = config
  const chosen = chooseElements(assembly)
  const found = new Pipeline(await introspect(database, new Pipeline([]), { prefix }))
  const assembled = compile(chosen, found, config)
  for (const [name, differences] of assembled.yielded)
    if (differences.length > 0) log.info(`${name} is taken as it is: ${differences.join('; ')}.`)
  if (assembled.leftOut.length > 0) log.info(`Not created beside them: ${assembled.leftOut.join(', ')}.`)
  return { ...assembled, elements: chosen.map((element) => fitted(element, assembled, chosen)) }
}

/** @throws CONFIG_INVALID for a name that no element has */
const chooseElements = ({ elements: names, session }: AssemblyConfig): readonly Element[] => {
  const all = elementsBySession[session]
  if (names === null) return all
  const unknown = names.find((name) => !all.some((element) => element.name === name))
  if (unknown === undefined) return all.filter(({ name }) => baseElements.includes(name) || names.includes(name))
  const choice = all.map(({ name }) => name).filter((name) => !baseElements.includes(name))
  throw new LabBookError('CONFIG_INVALID', {
    name: 'labbook.config.ts: elements',
    problem: `there is no element "${unknown}"; choose among ${choice.join(', ')}.`,
  })
}

const compile = (chosen: readonly Element[], found: Pipeline, config: Config): Assembly => {
  const links = new Map(
    Object.entries(config.assembly.links).map(([name, target]) => [
      linkedTables[name as keyof typeof linkedTables],
      target,
    ]),
  )
  try {
    return assemblePipeline(
      chosen.flatMap(({ schemas }) => schemas),
      found,
      links,
      config,
    )
  } catch (cause) {
    if (!(cause instanceof LabBookError) || cause.code !== 'DEFINITION_SYNTAX') throw cause
    throw new LabBookError(
      'CONFIG_INVALID',
      { name: 'labbook.config.ts: elements, links', problem: cause.message },
      { cause },
    )
  }
}

/** Without makes that count on tables as our definitions have them, where the lab's own stand in for those. */
const fitted = (element: Element, { pipeline, yielded, leftOut }: Assembly, all: readonly Element[]): Element => {
  const isTheirs = (name: string) => yielded.has(name) || leftOut.includes(name)
  const isOurs = (name: string) => pipeline.has(name) && !isTheirs(name) && offersOurs(name, pipeline, all)
  const makes = element.makes?.filter((make) =>
    [make.table, ...parentsOf(make.table, pipeline), ...(make.reads ?? []), ...(make.writes ?? [])].every(isOurs),
  )
  const own = element.schemas.flatMap(({ name, tables }) => tables.map((table) => `${name}.${table.name}`))
  const isWhole = !own.some(isTheirs) && makes?.length === element.makes?.length
  const isPlain = pipeline.links.size === 0 && yielded.size === 0
  return {
    ...element,
    makes,
    ingest: isWhole ? element.ingest : element.ingest?.map(onlySeen),
    demo: isPlain ? element.demo : undefined,
  }
}

/** A linked table is as good as ours for a make that reads it when it has all that our definition has beside references. */
const offersOurs = (name: string, pipeline: Pipeline, all: readonly Element[]): boolean => {
  if (!pipeline.links.has(name) || name === linkedTables.Session) return true
  const [schema, className] = name.split('.')
  const tables = all.flatMap(({ schemas }) => schemas.filter((one) => one.name === schema).flatMap((one) => one.tables))
  const { entries } = parseDefinition(tables.find((table) => table.name === className)?.definition ?? '', name)
  const has = new Set(pipeline.table(name).attributes.map((attribute) => attribute.name))
  return entries.every((entry) => entry.kind !== 'attribute' || has.has(entry.name))
}

/**
 * Says what is in a folder, and leaves the rest to the lab's own programs: its tables are not as our makes know them. The
 * session and its folder are entered all the same.
 */
const onlySeen = (ingest: Ingest): Ingest => ({
  ...ingest,
  detect: async (directory) =>
    (await ingest.detect(directory)).map((finding) => ({ ...finding, problems: [...finding.problems, leftToTheirs] })),
  plan: async () => [],
})

const leftToTheirs: Problem = {
  level: 'warning',
  message:
    "The lab's own tables stand for those of LabBook here: the session and its folder are entered, the files are read by the lab's own programs.",
}

const parentsOf = (table: string, pipeline: Pipeline): string[] =>
  pipeline.has(table) ? pipeline.parents(table).map(({ name }) => name) : []
