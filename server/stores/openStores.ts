import { LabBookError } from '#core/errors.ts'
import type { StoreSpec, StoreSpecs } from '#core/stores/storeSpec.ts'
import { openFileStore } from './fileStore.ts'
import type { ObjectStore } from './objectStore.ts'
import { openS3Store } from './s3Store.ts'

export type OpenStore = { readonly spec: StoreSpec; readonly store: ObjectStore }

/** The external stores of this process. */
export type Stores = {
  /** The store of this name; the empty name is the default one. `attribute` is for the error. @throws STORE_UNKNOWN */
  open(name: string, attribute: string): OpenStore
  /** The same for `<filepath@>`, which has a default of its own. @throws STORE_UNKNOWN */
  openForFilepath(name: string, attribute: string): OpenStore
  close(): void
}

/** Nothing is connected before a store is used. */
export const openStores = (specs: StoreSpecs): Stores => {
  const opened = new Map<string, OpenStore>()
  const open = (name: string, attribute: string): OpenStore => {
    const known = opened.get(name)
    if (known) return known
    const spec = specs.stores.get(name)
    if (!spec) throw new LabBookError('STORE_UNKNOWN', { store: name || 'default', attribute })
    const store = spec.protocol === 'file' ? openFileStore(spec) : openS3Store(spec)
    const entry = { spec, store }
    opened.set(name, entry)
    return entry
  }
  return {
    open: (name, attribute) => open(name || (specs.default ?? ''), attribute),
    openForFilepath: (name, attribute) => open(name || (specs.filepathDefault ?? specs.default ?? ''), attribute),
    close: () => {
      for (const { store } of opened.values()) store.close()
    },
  }
}
