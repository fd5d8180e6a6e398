import { uuidBytes } from '../definition/types/uuid/uuid.ts'
import type { Table } from '../pipeline/table.ts'
import { storedType } from '../stores/storedType.ts'
import { columnList, quoteIdentifier } from './identifier.ts'
import { quoteLiteral } from './literal.ts'
import { type Sql, sql } from './sql.ts'

/** `~external_raw`: what 0.14 keeps of each object of a store, one table per schema and store. */
export const externalTableName = (store: string): string => `~external_${store}`

/** The stores of a table's attributes that 0.14 keeps track of in such tables. */
export const externalStores = ({ attributes }: Pick<Table, 'attributes'>): string[] => [
  ...new Set(attributes.map(({ type }) => storeTracked(type)).filter((store) => store !== undefined)),
]

/** The clauses that let a table refer to what `~external_…` tracks. */
export const externalClauses = ({ attributes, database }: Pick<Table, 'attributes' | 'database'>): string[] =>
  attributes.flatMap(({ name, type }) => {
    const store = storeTracked(type)
    const parent = store && reference(database, store)
    return parent
      ? [`FOREIGN KEY ${columnList([name])} REFERENCES ${parent} (\`hash\`) ON UPDATE RESTRICT ON DELETE RESTRICT`]
      : []
  })

/** Those attributes' columns, as 0.14 knows them again by their comments. */
export const externalColumns = ({ attributes }: Pick<Table, 'attributes'>): string[] =>
  attributes.flatMap(({ name, type }) =>
    storeTracked(type) ? [`${quoteIdentifier(name)} binary(16) DEFAULT NULL COMMENT ${quoteLiteral(`:${type}:`)}`] : [],
  )

const storeTracked = (type: string): string | undefined => {
  const stored = storedType(type)
  return stored?.generation === '0.14' ? stored.store : undefined
}

/** What `~external_…` says of an object. */
export type ExternalRow = {
  readonly hash: string
  /** Bytes. */
  readonly size: number
  readonly attachmentName?: string
  /** Relative to the store's location; for the files that users place there themselves. */
  readonly filepath?: string
  readonly contentsHash?: string
}

/** Columns `size`, `attachment_name`, `filepath`, `contents_hash` of the object with this hash. */
export const compileSelectExternal = (database: string, store: string, hash: string): Sql =>
  sql(
    `SELECT \`size\`, \`attachment_name\`, \`filepath\`, \`contents_hash\` FROM ${reference(database, store)} WHERE \`hash\` = ?`,
    uuidBytes(hash),
  )

/** Notes an object, or that it is used again. */
export const compileInsertExternal = (database: string, store: string, row: ExternalRow): Sql =>
  sql(
    `INSERT INTO ${reference(database, store)} (\`hash\`, \`size\`, \`attachment_name\`, \`filepath\`, \`contents_hash\`)
     VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE \`timestamp\` = CURRENT_TIMESTAMP`,
    uuidBytes(row.hash),
    row.size,
    row.attachmentName ?? null,
    row.filepath ?? null,
    row.contentsHash === undefined ? null : uuidBytes(row.contentsHash),
  )

/** CREATE TABLE as 0.14 declares it. */
export const compileCreateExternalTable = (database: string, store: string): string =>
  `CREATE TABLE IF NOT EXISTS ${reference(database, store)} (
\`hash\` binary(16) NOT NULL COMMENT ':uuid:hash of contents (blob), of filename + contents (attach), or relative filepath (filepath)',
\`size\` bigint unsigned NOT NULL COMMENT 'size of object in bytes',
\`attachment_name\` varchar(255) DEFAULT NULL COMMENT 'the filename of an attachment',
\`filepath\` varchar(1000) DEFAULT NULL COMMENT 'relative filepath or attachment filename',
\`contents_hash\` binary(16) DEFAULT NULL COMMENT ':uuid:used for the filepath datatype',
\`timestamp\` timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP COMMENT 'automatic timestamp',
PRIMARY KEY (\`hash\`)
) ENGINE=InnoDB, COMMENT 'external storage tracking'`

const reference = (database: string, store: string): string =>
  `${quoteIdentifier(database)}.${quoteIdentifier(externalTableName(store))}`
