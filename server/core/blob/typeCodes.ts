/** First byte of every element of a blob (storage format of DataJoint, the same in mYm and dj0). */
export const typeCodes = {
  array: 0x41, // A
  cell: 0x43, // C
  recarray: 0x46, // F
  sparse: 0x50, // P
  struct: 0x53, // S
  decimal: 0x64, // d
  datetime: 0x74, // t
  uuid: 0x75, // u
  tuple: 0x01,
  list: 0x02,
  set: 0x03,
  dict: 0x04,
  string: 0x05,
  bytes: 0x06,
  int: 0x0a,
  bool: 0x0b,
  complex: 0x0c,
  float: 0x0d,
  none: 0xff,
} as const

/** NUL-terminated texts that a blob may begin with. */
export const magic = { mYm: 'mYm\0', dj0: 'dj0\0', zlib: 'ZL123\0' } as const

/** Bytes of the magic and the u64 length before a compressed blob. */
export const zlibHeaderBytes = 14

export const startsWith = (bytes: Uint8Array, text: string): boolean => {
  for (let index = 0; index < text.length; index++) if (bytes[index] !== text.charCodeAt(index)) return false
  return bytes.length >= text.length
}

/** Whether the bytes claim to be a DataJoint blob; columns may hold anything else. */
export const hasBlobMagic = (bytes: Uint8Array): boolean => Object.values(magic).some((text) => startsWith(bytes, text))
