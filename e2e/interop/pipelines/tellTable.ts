import { from } from '#core/algebra/query.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import { decodeRow } from '#core/definition/rowValues.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Attribute, Table, Value } from '#core/pipeline/table.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { tableReference } from '#core/sql/identifier.ts'
import { lineageRows } from '#core/sql/lineage.ts'
import { unpackBlob } from '#db/packBlob.ts'
import type { Database } from '#db/port.ts'

/** A table as pipelines.py tells it. */
export type ToldTable = {
  readonly className: string
  /** `` `database`.`table` `` */
  readonly table: string
  readonly comment: string
  readonly attributes: readonly ToldAttribute[]
  readonly parents: readonly { parent: string; columns: Readonly<Record<string, string>>; primary: boolean }[]
  readonly tier: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
}
export type ToldAttribute = {
  readonly name: string
  readonly key: boolean
  readonly nullable: boolean
  /** No default of any kind, so that a row must bring a value. */
  readonly required: boolean
  readonly comment: string
  readonly uuid: boolean
  readonly lineage: string | null
}

/** What we see of a table, in the judge's words. `withLineage` where the database has a `~lineage`. */
export const tellTable = async (
  table: Table,
  pipeline: Pipeline,
  database: Database,
  withLineage: boolean,
): Promise<ToldTable> => ({
  className: table.className,
  table: tableReference(table),
  comment: table.comment,
  attributes: table.attributes.map((attribute) =>
    tellAttribute(attribute, withLineage ? lineage(table, pipeline) : {}),
  ),
  parents: table.foreignKeys.map(({ parent, columns, primary }) => ({
    parent: tableReference(pipeline.table(parent)),
    columns: Object.fromEntries(columns.map((pair) => [pair.child, pair.parent])),
    primary,
  })),
  tier: table.tier,
  rows: await tellRows(table, database),
})

const lineage = (table: Table, pipeline: Pipeline): Readonly<Record<string, string>> =>
  Object.fromEntries(lineageRows(table, pipeline).map((row) => [row.attribute_name, row.lineage]))

const tellAttribute = (attribute: Attribute, origins: Readonly<Record<string, string>>): ToldAttribute => ({
  name: attribute.name,
  key: attribute.primary,
  nullable: attribute.nullable,
  required: attribute.default === undefined && attribute.defaultExpression === undefined,
  comment: attribute.comment,
  uuid: attributeType(attribute.type).family === 'uuid',
  lineage: origins[attribute.name] ?? null,
})

const tellRows = async (table: Table, database: Database): Promise<Record<string, unknown>[]> => {
  const names = table.attributes.map(({ name }) => name)
  const { text, params } = compileQuery(from(table), { attributes: names })
  const rows = (await database.query(text, params)).map((row) => decodeRow(table, row))
  return rows.map((row) =>
    Object.fromEntries(table.attributes.map((one) => [one.name, tellValue(one, row[one.name]!)])),
  )
}

const tellValue = ({ type }: Attribute, value: Value): unknown => {
  if (value instanceof Uint8Array) return tellArray(unpackBlob(value))
  if (typeof value === 'string' && attributeType(type).family === 'datetime')
    return value.replace('T', ' ').replace(/(\.\d*?)0+$/, '$1')
  return value
}

const tellArray = (value: unknown): unknown =>
  Array.from((value as { data: ArrayLike<number> }).data, (item) => Number(item))
