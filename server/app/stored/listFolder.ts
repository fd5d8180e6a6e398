import { LabBookError } from '#core/errors.ts'
import { assertFilepath, confinedPath } from '#core/stores/storePaths.ts'
import type { StoreSpec } from '#core/stores/storeSpec.ts'
import { assertWritable } from '../assertWritable.ts'
import type { AppContext } from '../context.ts'
import type { StoredFolder } from '../views.ts'
import { placeOfValue, type ValueRequest } from './fetchValue.ts'
import { storedAttributes, storeOf } from './storedAttributes.ts'

const entriesPerPage = 200

type Page = { readonly path: string; readonly cursor?: string | undefined }

/**
 * One folder below a value that is a folder (`<object@>` of a zarr array, say), a page of it; only names and sizes are read.
 * @throws as `previewValue`, STORE_PATH, NOT_FOUND where the value is a file
 */
export const listValueFolder = async (app: AppContext, request: ValueRequest & Page): Promise<StoredFolder> => {
  const place = await placeOfValue(app, { table: request.table, key: request.key, attribute: request.attribute })
  if (!place?.isFolder)
    throw new LabBookError('NOT_FOUND', { what: `A folder of ${request.table}.${request.attribute}` })
  return place.store.list(joined(place.path, confinedOrRoot(place.spec, request.path)), entriesPerPage, request.cursor)
}

/**
 * One folder of the store that a `filepath` points into, for a person who chooses a file there; what DataJoint manages is left
 * out, and so is what begins with a dot. @throws UNKNOWN_TABLE, NOT_WRITABLE, INVALID_VALUE, STORE_PATH, STORED_MISSING, STORE_UNREACHABLE
 */
export const listStoreFolder = async (
  app: AppContext,
  { table: name, attribute, path, cursor }: { readonly table: string; readonly attribute: string } & Page,
): Promise<StoredFolder> => {
  const table = app.pipeline.table(name)
  assertWritable(table)
  const column = storedAttributes(table).find((each) => each.attribute.name === attribute)
  if (column?.stored.kind !== 'filepath')
    throw new LabBookError('INVALID_VALUE', { table: name, attribute, problem: 'it is no path in a store.' })
  const { spec, store } = storeOf(app, table, column)
  const folder = confinedOrRoot(spec, path)
  const { entries, next } = await store.list(folder, entriesPerPage, cursor)
  return { entries: entries.filter((entry) => isChosenFrom(spec, joined(folder, entry.name))), next }
}

const confinedOrRoot = ({ name }: StoreSpec, path: string): string => (path === '' ? '' : confinedPath(name, path))
const joined = (...parts: readonly string[]): string => parts.filter(Boolean).join('/')

/** Folders on the way to where a filepath must lie are gone through. */
const isChosenFrom = (spec: StoreSpec, path: string): boolean => {
  if (/(^|\/)\./.test(path)) return false
  if (spec.filepathPrefix !== undefined && `${spec.filepathPrefix}/`.startsWith(`${path}/`)) return true
  try {
    return assertFilepath(spec, `${path}/x`) !== ''
  } catch {
    return false
  }
}
