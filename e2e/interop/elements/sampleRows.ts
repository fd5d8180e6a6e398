import { attributeType } from '#core/definition/attributeType.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Attribute, Table } from '#core/pipeline/table.ts'
import { type Random, seededRandom } from '#core/pipeline/testing/random.ts'
import type { Drawn, PlannedRow } from '#core/pipeline/testing/randomPipeline.ts'
import { randomRows } from '#core/pipeline/testing/randomRows.ts'
import type { PlannedValue, RandomType } from '#core/pipeline/testing/randomTypes.ts'

/** Some rows for every table, parents first, that its foreign keys and unique indexes allow; contents of lookups are kept. */
export const sampleRows = (pipeline: Pipeline, seed: number): Map<Table, readonly PlannedRow[]> => {
  const random = seededRandom(seed)
  const drawn = new Map<string, Drawn>()
  const rows = new Map<Table, readonly PlannedRow[]>()
  for (const table of pipeline.topological()) {
    const shape = shapeOf(table, drawn)
    const contents = (table.contents ?? []) as unknown as PlannedRow[]
    const made = contents.length > 0 ? contents : randomRows(random, shape)
    drawn.set(table.name, { ...shape, rows: made })
    rows.set(table, contents.length > 0 ? [] : made)
  }
  return rows
}

const shapeOf = (table: Table, drawn: ReadonlyMap<string, Drawn>): Drawn => ({
  schema: table.schema,
  name: table.className,
  tier: table.tier,
  definition: table.definition,
  rows: [],
  columns: table.attributes.map((attribute) => ({
    name: attribute.name,
    type: typeOf(attribute),
    primary: attribute.primary,
    nullable: attribute.nullable,
    hasDefault: attribute.default !== undefined || attribute.defaultExpression !== undefined,
  })),
  references: table.foreignKeys.map(({ parent, columns, nullable }) => ({
    parent: drawn.get(parent)!,
    pairs: columns,
    nullable,
  })),
  unique: [
    table.primaryKey,
    ...table.indexes.filter(({ unique }) => unique).map(({ attributes }) => attributes),
    ...table.foreignKeys.filter(({ unique }) => unique).map(({ columns }) => columns.map(({ child }) => child)),
  ],
})

const typeOf = ({ type }: Attribute): RandomType => {
  const { family, options = [], maxLength = 20 } = attributeType(type)
  const value = values[family]
  if (!value) throw new Error(`There is no sample value of ${type}.`)
  const limits = { options, length: Math.min(6, maxLength) }
  return { spelling: type, keyable: true, indexable: true, value: (random) => value(random, limits) }
}

type Limits = { readonly options: readonly string[]; readonly length: number }

const two = (number: number): string => String(number).padStart(2, '0')
const hex = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.integer(0, 15).toString(16)).join('')
const day = (random: Random): string => `2024-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`

/** By family of type. */
const values: Readonly<Record<string, (random: Random, limits: Limits) => PlannedValue>> = {
  integer: (random) => random.integer(0, 120),
  bool: (random) => random.integer(0, 1),
  float: (random) => random.integer(-400, 400) / 4,
  decimal: (random) => String(random.integer(0, 99)),
  string: (random, { length }) => hex(random, length),
  enum: (random, { options }) => random.pick(options),
  date: day,
  datetime: (random) => `${day(random)} ${two(random.integer(0, 23))}:${two(random.integer(0, 59))}:07`,
  uuid: (random) => hex(random, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
  blob: (random) => Array.from({ length: random.integer(1, 5) }, () => random.integer(-99, 99) / 4),
  attach: () => null,
  json: () => null,
}
