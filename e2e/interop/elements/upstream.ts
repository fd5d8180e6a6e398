import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseDefinitionFile } from '#core/definition/parseDefinitionFile.ts'
import { compilePipeline, type TableDefinition } from '#core/pipeline/compilePipeline.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'

const file = 'upstream.txt'
const { schemas } = parseDefinitionFile(readFileSync(resolve(import.meta.dirname, file), 'utf8'), { file })

/** The Elements leave it to each lab; its class is declared beside theirs. */
const skullReference: TableDefinition = {
  name: 'SkullReference',
  tier: 'lookup',
  definition: 'skull_reference : varchar(60)',
}

const complete = schemas.map(({ name, tables }) => ({
  name,
  tables: name === 'lab' ? [...tables, skullReference] : tables,
}))

export const schemaNames: readonly string[] = schemas.map(({ name }) => name)

/** Every class of the Elements that LabBook has, parents first. */
export const classes = complete.flatMap(({ name: schema, tables }) => tables.map((table) => ({ schema, ...table })))

const fromLab = Object.fromEntries(
  ['Lab', 'User', 'Protocol', 'Source', 'Location'].map((name) => [name, `lab.${name}`]),
)

/** As a lab's pipeline module links the Elements: names that a schema's definitions use for tables of others. */
export const links: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  project: fromLab,
  subject: fromLab,
  session: { Subject: 'subject.Subject', Project: 'project.Project', Experimenter: 'lab.User' },
  event: { Session: 'session.Session' },
  ephys: { Session: 'session.Session', SkullReference: 'lab.SkullReference' },
  scan: { Session: 'session.Session', Equipment: 'lab.Device', Location: 'lab.Location' },
}

/** The same definitions compiled by us, with the links written out. */
export const compileUpstream = (): Pipeline =>
  compilePipeline(
    complete.map(({ name, tables }) => ({
      name,
      // Events and trials are inserted directly.
      tables: tables.map((table) => ({ ...table, definition: linked(name, table.definition), directInsert: true })),
    })),
    { prefix: '', blobStyle: 'bare' },
  )

const linked = (schema: string, definition: string): string =>
  Object.entries(links[schema] ?? {}).reduce(
    (text, [alias, target]) => text.replaceAll(new RegExp(`(-> (?:\\[\\w+\\] )?)${alias}\\b`, 'g'), `$1${target}`),
    definition,
  )
