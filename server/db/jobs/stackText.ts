import { unpackBlob } from '../packBlob.ts'

/** The stack in a column; one that cannot be read must not hide the job. */
export const stackText = (packed: Uint8Array): string => {
  try {
    const value = unpackBlob(packed)
    return typeof value === 'string' ? value : new TextDecoder().decode(packed)
  } catch (error) {
    return String(error)
  }
}
