import { createHash, type Hash } from 'node:crypto'

/**
 * SHA-256 (hex) over the structure and values of plain data: equal data of any two reads gives equal hashes, whatever
 * the order of an object's names. Typed arrays are hashed by their bytes, so that long ones stay cheap.
 */
export const structuralHash = (value: unknown): string => {
  const hash = createHash('sha256')
  feed(hash, value)
  return hash.digest('hex')
}

const feed = (hash: Hash, value: unknown): void => {
  if (ArrayBuffer.isView(value)) feedView(hash, value)
  else if (value instanceof Map) feedList(hash, 'map', [...value])
  else if (value instanceof Set) feedList(hash, 'set', [...value])
  else if (value instanceof Date) feedText(hash, 'date', String(value.getTime()))
  else if (Array.isArray(value)) feedList(hash, 'list', value)
  else if (typeof value === 'object' && value !== null) feedRecord(hash, value as Record<string, unknown>)
  else feedText(hash, typeof value, Object.is(value, -0) ? '-0' : String(value))
}

const feedView = (hash: Hash, view: ArrayBufferView): void => {
  feedText(hash, view.constructor.name, String(view.byteLength))
  hash.update(new Uint8Array(view.buffer, view.byteOffset, view.byteLength))
}

const feedList = (hash: Hash, kind: string, items: readonly unknown[]): void => {
  feedText(hash, kind, String(items.length))
  for (const item of items) feed(hash, item)
}

const feedRecord = (hash: Hash, record: Record<string, unknown>): void => {
  const names = Object.keys(record).sort()
  feedText(hash, 'record', String(names.length))
  for (const name of names) {
    feedText(hash, 'name', name)
    feed(hash, record[name])
  }
}

/** Kind and length go before the text, so that no two different structures feed the same bytes. */
const feedText = (hash: Hash, kind: string, text: string): void => {
  hash.update(`${kind}:${Buffer.byteLength(text)}:`)
  hash.update(text)
}
