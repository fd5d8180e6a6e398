import { z } from 'zod'
import type { WireQuery } from '#core/algebra/wireQuery.ts'
import type { Json } from '#core/frame/frame.ts'

/** Shapes of what the browser sends. Names and values are resolved against the pipeline by the use cases, not here. */

/** Logical name of a table, `ephys.CuratedClustering.Unit`. */
export const tableName = z.string().min(1).max(200)
export const attributeName = z.string().min(1).max(64)
const plainValue = z.union([z.string().max(1_000_000), z.number(), z.null()])

/** Attributes compared for equality; blobs cannot be. */
export const key = z.record(attributeName, plainValue)
export const tableAndKey = z.object({ table: tableName, key })

/** What becomes of part rows whose master would stay, as in DataJoint 2.x. */
export const partIntegrity = z.enum(['enforce', 'cascade', 'ignore'])

/** Files that `/api/upload` has taken before. */
const givenUpload = z.strictObject({
  upload: z.string().max(64),
  folder: z.boolean().optional(),
  path: z.string().max(1000).optional(),
})
/** A row as typed: text, numbers, ticks, blanks, and files. */
export const rowInput = z.record(attributeName, z.union([plainValue, z.boolean(), givenUpload]))
/** Part rows by the logical name of the part table. */
export const partRows = z.record(tableName, z.array(rowInput).max(10_000))

export const filter = z.object({
  attribute: attributeName,
  op: z.enum(['=', '!=', '<', '<=', '>', '>=', 'contains', 'startsWith', 'isNull', 'notNull', 'in']),
  value: z.union([plainValue, z.array(z.union([z.string(), z.number()])).max(1000)]).optional(),
})
export const filters = z.array(filter).max(50)
export const order = z.array(z.object({ attribute: attributeName, direction: z.enum(['asc', 'desc']) })).max(10)
export const search = z.string().max(200)
export const limit = z.number().int().min(0).max(1000)
export const offset = z.number().int().min(0)

export const pageRequest = z.object({
  order: order.optional(),
  offset: offset.optional(),
  limit: limit.optional(),
  after: key.optional(),
  before: key.nullable().optional(),
  attributes: z.array(attributeName).max(1000).optional(),
})

export const rowsRequest = pageRequest.extend({
  table: tableName,
  key: key.optional(),
  filters: filters.optional(),
  search: search.optional(),
})

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
/** A query as text, or as JSON, whose shape core checks once it knows that it is not too deep. */
export const queryInput = z.object({ query: z.union([z.string().max(100_000), z.custom<WireQuery>(isObject)]) })

/** A page of a folder in an external store. */
export const folderPage = z.object({ path: z.string().max(4096), cursor: z.string().max(4096).optional() })

/** A path relative to its data root, POSIX. */
export const relativePath = z.string().max(4096)
export const rootPath = z.string().min(1).max(4096)

export const json: z.ZodType<Json> = z.json() as z.ZodType<Json>
export const plotParams = z.record(z.string().max(64), json)
