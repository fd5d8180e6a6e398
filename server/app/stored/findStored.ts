import { uuidText } from '#core/definition/types/uuid/uuid.ts'
import { LabBookError } from '#core/errors.ts'
import type { Table } from '#core/pipeline/table.ts'
import { compileSelectExternal } from '#core/sql/externalTable.ts'
import { parseReference } from '#core/stores/reference.ts'
import { uuidPath } from '#core/stores/storePaths.ts'
import type { Queryable } from '#db/port.ts'
import type { OpenStore } from '#server/stores/openStores.ts'
import type { AppContext } from '../context.ts'
import { type StoredAttribute, storeOf } from './storedAttributes.ts'

/** Where a value lies, and what must be true of its bytes. */
export type StoredPlace = OpenStore & {
  readonly path: string
  /** Of the file, as a person downloads it. */
  readonly fileName: string
  readonly isFolder: boolean
  readonly bytes?: number
  /** MD5 of the contents after `salt`, as base32 text of 2.x or hexadecimal digits of 0.14. */
  readonly hash?: string
  readonly salt?: string
}

/** Where the value that a column refers to lies. @throws STORE_UNKNOWN, STORED_INVALID, STORED_MISSING */
export const findStored = (
  app: Pick<AppContext, 'stores'>,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  value: string,
): Promise<StoredPlace> =>
  column.stored.generation === '2.x'
    ? Promise.resolve(ofReference(app, table, column, value))
    : ofHash(app, database, table, column, value)

const ofReference = (
  app: Pick<AppContext, 'stores'>,
  table: Table,
  column: StoredAttribute,
  value: string,
): StoredPlace => {
  const { path, store, size, hash, is_dir } = parseReference(value)
  return {
    ...storeOf(app, table, column, store || column.stored.store),
    path,
    fileName: baseName(path),
    isFolder: is_dir ?? false,
    ...(typeof size === 'number' && !is_dir && { bytes: size }),
    ...(hash && { hash }),
  }
}

/** 0.14: the path of a blob follows from its hash; the names of files are in `~external_…`. */
const ofHash = async (
  app: Pick<AppContext, 'stores'>,
  database: Queryable,
  table: Table,
  column: StoredAttribute,
  value: string,
): Promise<StoredPlace> => {
  const { spec, store } = storeOf(app, table, column)
  const hash = value.replaceAll('-', '')
  if (column.stored.kind === 'blob')
    return { spec, store, path: uuidPath(spec, table.database, hash), fileName: hash, isFolder: false, hash }
  const row = await externalRow(database, table, column, value)
  if (row.filepath !== null) {
    const { filepath: path, contentsHash } = row
    return { spec, store, path, fileName: baseName(path), isFolder: false, bytes: row.bytes, hash: contentsHash }
  }
  const name = row.attachmentName ?? ''
  return {
    spec,
    store,
    path: uuidPath(spec, table.database, hash, name),
    fileName: name,
    isFolder: false,
    hash,
    salt: `${name}\0`,
  }
}

const externalRow = async (
  database: Queryable,
  table: Table,
  { stored, attribute }: StoredAttribute,
  value: string,
) => {
  const { text, params } = compileSelectExternal(table.database, stored.store, value)
  const [row] = await database.query(text, params)
  if (!row)
    throw new LabBookError('STORED_INVALID', {
      problem: `~external_${stored.store} of ${table.database} has no row for ${attribute.name} = ${value}`,
    })
  const contents = uuidText(row.contents_hash ?? null)
  return {
    bytes: Number(row.size),
    attachmentName: row.attachment_name as string | null,
    filepath: row.filepath as string | null,
    ...(typeof contents === 'string' && { contentsHash: contents.replaceAll('-', '') }),
  }
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
