import type { Readable } from 'node:stream'

/** The bytes of an object, read anew each time they are asked for. */
export type Content = { readonly bytes: number; open(): AsyncIterable<Uint8Array> }

/** What lies directly below a path. */
export type StoreEntry = { readonly name: string } & (
  | { readonly kind: 'folder' }
  | { readonly kind: 'file'; readonly bytes: number }
)
/** `next` asks for what follows; null at the end. */
export type StoreListing = { readonly entries: readonly StoreEntry[]; readonly next: string | null }

/** One external store, opened. Paths are relative to its location and confined below it. */
export type ObjectStore = {
  readonly name: string
  /** Where it lies, for people: a folder or a URL, never a secret. */
  readonly place: string
  /** @throws STORED_MISSING, STORED_TOO_LARGE beyond `maxBytes`, STORE_UNREACHABLE, STORE_PATH */
  read(path: string, maxBytes: number): Promise<Uint8Array>
  /** Bytes of an object; null when there is none, or a folder. */
  size(path: string): Promise<number | null>
  /** Whether objects lie below this path. */
  isFolder(path: string): Promise<boolean>
  /** Entries below a folder (empty for the location itself) in the order of their names, `most` at a time. @throws STORED_MISSING */
  list(path: string, most: number, next?: string): Promise<StoreListing>
  /** The whole object or nothing, in constant memory. What was there before is replaced. */
  write(path: string, content: Uint8Array | Content): Promise<void>
  /** In constant memory. @throws STORED_MISSING */
  stream(path: string): Promise<{ readonly bytes: number; readonly contents: Readable }>
  close(): void
}
