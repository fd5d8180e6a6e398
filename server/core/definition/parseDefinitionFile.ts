import { LabBookError } from '../errors.ts'
import type { SchemaDefinition } from '../pipeline/compilePipeline.ts'
import type { Tier } from '../pipeline/table.ts'

type Source = { readonly file: string; readonly schema?: string }
type Block = { readonly heading: string; readonly line: number; readonly body: string[] }
type Heading = { readonly schema: string; readonly name: string; readonly tier?: Tier }

export type DefinitionFile = {
  readonly schemas: readonly SchemaDefinition[]
  /** Line (from 1) of the heading of each table, by its logical name. */
  readonly headings: ReadonlyMap<string, number>
}

/**
 * A file of definitions: each table under a heading `[Weighing: manual]`, `[lab_extra.Weighing: manual]`, or, for a part,
 * `[Weighing.Point]`. `source.schema` is the schema of headings that name none.
 * @throws DEFINITION_SYNTAX with the file's line
 */
export const parseDefinitionFile = (text: string, source: Source): DefinitionFile => {
  const tables = splitBlocks(text, source).map((block) => ({
    ...parseHeading(block, source),
    line: block.line,
    definition: block.body.join('\n'),
  }))
  const schemas = [...new Set(tables.map(({ schema }) => schema))]
  return {
    schemas: schemas.map((name) => ({
      name,
      tables: tables.filter(({ schema }) => schema === name).map(({ schema: _, line: __, ...table }) => table),
    })),
    headings: new Map(tables.map(({ schema, name, line }) => [`${schema}.${name}`, line])),
  }
}

/** What compiling said about a table of the file, with the file's line in place of the definition's. */
export const locateInFile = (error: unknown, { headings }: DefinitionFile, file: string): unknown => {
  if (!(error instanceof LabBookError)) return error
  const [, table = '', line = '0', column] = placePattern.exec(String(error.data.where)) ?? []
  const heading = headings.get(table)
  if (heading === undefined) return error
  const place = `${file} line ${heading + Number(error.data.line ?? line)} (${table})`
  const where = column ? `${place}, column ${column}` : place
  const problem = String(error.data.problem).replace(/^line \d+, /, '')
  return new LabBookError(error.code, { ...error.data, where, problem }, { cause: error })
}

/** `cages.Cage`, or with the place in its definition `cages.Cage, line 2, column 5` */
const placePattern = /^([\w.]+)(?:, line (\d+), column (\d+))?$/

const splitBlocks = (text: string, { file }: Source): Block[] => {
  const blocks: Block[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim()
    if (/^\[[^\]]*\]$/.test(line)) blocks.push({ heading: line, line: index + 1, body: [] })
    else if (blocks.length) blocks.at(-1)!.body.push(raw)
    else if (line && !line.startsWith('#'))
      throw refused(file, index + 1, `"${line}" stands before the first heading${example}`)
  }
  if (!blocks.length) throw refused(file, 1, `the file declares no table${example}`)
  return blocks
}

const parseHeading = ({ heading, line }: Block, { file, schema: fallback }: Source): Heading => {
  const match = headingPattern.exec(heading)
  if (!match) throw refused(file, line, `"${heading}" is no heading${example}`)
  const [, schema = fallback, name = '', tier] = match
  if (!schema) throw refused(file, line, `${name} has no schema; write [my_schema.${name}: manual] or give --schema.`)
  if (!tier && !name.includes('.'))
    throw refused(file, line, `${name} has no tier (manual, lookup, imported, computed)${example}`)
  return { schema, name, ...(tier && { tier: tier as Tier }) }
}

const headingPattern =
  /^\[(?:([a-z][a-z0-9_]*)\.)?([A-Z][A-Za-z0-9]*(?:\.[A-Z][A-Za-z0-9]*)?)\s*(?::\s*(manual|lookup|imported|computed)\s*)?\]$/

const example = '; a heading looks like [Weighing: manual] or, for a part, [Weighing.Point].'

const refused = (file: string, line: number, problem: string) =>
  new LabBookError('DEFINITION_SYNTAX', { where: `${file} line ${line}`, problem })
