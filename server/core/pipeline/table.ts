/** The shape of every table, ours and a lab's own, in core, in the API and in the browser: plain JSON. */

export type Tier = 'manual' | 'lookup' | 'imported' | 'computed'

export type Attribute = {
  readonly name: string
  /** DataJoint type as a definition prints it: `varchar(32)`, `int`, `<blob>`, `uuid`, `enum('a', 'b')`. */
  readonly type: string
  readonly primary: boolean
  readonly nullable: boolean
  /** Text of the default as a value (`''`, `0`, `load`), `null` for DEFAULT NULL, undefined when a value is required. */
  readonly default?: string | null
  /** CURRENT_TIMESTAMP and other SQL expressions, which are not values. */
  readonly defaultExpression?: string
  readonly autoIncrement?: boolean
  /** Of a column to be created whose parent's charset or collation is not that of its own database. */
  readonly collation?: { readonly charset: string; readonly name: string }
  readonly comment: string
  /** `schema.Table.attribute` (logical names) where the value first entered the pipeline; none for secondary natives. */
  readonly lineage?: string
}

export type ForeignKey = {
  /** Logical name of the parent, `ephys.CuratedClustering.Unit`. */
  readonly parent: string
  readonly columns: readonly { readonly child: string; readonly parent: string }[]
  /** All child columns lie in the child's primary key. */
  readonly primary: boolean
  readonly nullable: boolean
  readonly unique: boolean
}

export type Index = {
  /** Names of attributes, or parts of JSON values such as `info.rate:int` (functional indexes of MySQL 8). */
  readonly attributes: readonly string[]
  readonly unique: boolean
}

export type Table = {
  /** Logical name: `session.Session`, `ephys.CuratedClustering.Unit`. */
  readonly name: string
  /** `session`; for a foreign table the database's name, without our prefix if it has it. */
  readonly schema: string
  /** `Session`, `CuratedClustering.Unit`. */
  readonly className: string
  /** Tier of the master for a part. */
  readonly tier: Tier
  /** Logical name of the master when this is a part. */
  readonly master?: string
  /** Physical names: MySQL database and table (`labbook_ephys`, `_curated_clustering__unit`). */
  readonly database: string
  readonly sqlName: string
  readonly comment: string
  readonly attributes: readonly Attribute[]
  /** In column order, which is the order of the primary key. */
  readonly primaryKey: readonly string[]
  readonly foreignKeys: readonly ForeignKey[]
  readonly indexes: readonly Index[]
  /** Rows that a Lookup table is born with. */
  readonly contents?: readonly Row[]
  /** An Imported or Computed table whose rows are inserted directly instead of by populate; of a part, as its master. */
  readonly directInsert?: true
  /** Query text that restricts the key source to keys with a match in it. */
  readonly keySource?: string
  /** The definition text it was made from, or the text printed from introspection. */
  readonly definition: string
  /** What is true of a table that was found and DataJoint's language has no words for, in SQL: `x: GENERATED ALWAYS AS (…)`. */
  readonly unsaid?: readonly string[]
  /** The primary key has attributes that clients do not see, so that the visible ones may not be unique. */
  readonly hiddenKey?: true
  /** False for tables that LabBook found in the database and did not define. */
  readonly native: boolean
}

/**
 * A value as rows carry it. Integers and floats are numbers; integers beyond 2^53, decimals, strings, enums and uuids are
 * text; dates `2024-01-02`, times `03:04:05`, datetimes `2024-01-02T03:04:05[.ffffff]` are ISO text without zone; booleans
 * are 0 or 1; blobs are their packed bytes.
 */
export type Value = null | number | string | Uint8Array
export type Row = Readonly<Record<string, Value>>
/** A row restricted to its primary key, or to any other attributes that are compared for equality. */
export type Key = Row
