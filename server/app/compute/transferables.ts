/** Buffers below this size (bytes) are copied: that costs less than the risk of detaching something a reader still holds. */
const worthTransferring = 64 * 1024

/** The memory of all big typed arrays inside `value`, to be moved to the other thread instead of copied. */
export const transferables = (value: unknown): ArrayBuffer[] => {
  const buffers = new Set<ArrayBuffer>()
  visit(value, buffers, new Set())
  return [...buffers]
}

const visit = (value: unknown, buffers: Set<ArrayBuffer>, seen: Set<object>): void => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer && value.buffer.byteLength >= worthTransferring) buffers.add(value.buffer)
    return
  }
  for (const part of partsOf(value)) visit(part, buffers, seen)
}

const partsOf = (value: object): Iterable<unknown> => {
  if (value instanceof Map) return [...value.keys(), ...value.values()]
  if (value instanceof Set || Array.isArray(value)) return value
  return Object.values(value)
}
