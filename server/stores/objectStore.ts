import type { Readable } from 'node:stream'

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
  /** The whole object or nothing. What was there before is replaced. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** In constant memory. @throws STORED_MISSING */
  stream(path: string): Promise<{ readonly bytes: number; readonly contents: Readable }>
  close(): void
}
