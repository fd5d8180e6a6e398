/** What an attribute keeps in an external store. */
export type StoredKind = 'blob' | 'attach' | 'filepath' | 'hash' | 'npy' | 'object'

/** An attribute whose value lies in an external store, while the column only says where. */
export type StoredType = {
  readonly kind: StoredKind
  /** Empty for the default store. */
  readonly store: string
  /**
   * `0.14`: `blob@raw`, a 16-byte hash with a row in the schema's `~external_raw`. `2.x`: `<blob@raw>`, JSON with the path.
   */
  readonly generation: '0.14' | '2.x'
}

/** The stored type that a definition's text or a column's marker names; undefined for everything else. */
export const storedType = (text: string): StoredType | undefined => {
  const found = /^(<?)([a-z]+)@([\w.-]*)(>?)$/.exec(text.trim())
  const [, opening, kind = '', store = '', closing] = found ?? []
  if (!found || Boolean(opening) !== Boolean(closing)) return undefined
  const generation = opening ? '2.x' : '0.14'
  if (!kinds[generation].has(kind) || (generation === '0.14' && store === '')) return undefined
  return { kind: kind as StoredKind, store, generation }
}

const kinds: Readonly<Record<StoredType['generation'], ReadonlySet<string>>> = {
  '0.14': new Set<StoredKind>(['blob', 'attach', 'filepath']),
  '2.x': new Set<StoredKind>(['blob', 'attach', 'filepath', 'hash', 'npy', 'object']),
}
