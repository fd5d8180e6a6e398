import { printBytes } from '#core/blob/peekBlob.ts'
import { previewBlob } from '#core/blob/previewBlob.ts'
import { recordTable } from '#core/blob/recordTable.ts'
import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import { decodeNpy } from '#core/stores/npy.ts'
import { describeNpy, headerBytes, parseNpyHeader } from '#core/stores/npyHeader.ts'
import type { ValueView } from '../views.ts'
import type { StoredPlace } from './findStored.ts'

/** An array that is larger is told by its header only. */
const arrayBytes = 64 * 2 ** 20
const textBytes = 4096

/** The beginning of a file in a store, as far as its bytes tell what it is; its name is not asked. @throws STORED_MISSING */
export const previewFile = async (place: StoredPlace): Promise<ValueView> => {
  const { store, path, fileName } = place
  const bytes = await store.size(path)
  if (bytes === null) throw new LabBookError('STORED_MISSING', { store: store.name, place: store.place, path })
  const head = await readHead(place)
  const title = `${fileName}, ${printBytes(bytes)}\n${path} in ${store.name} (${store.place})`
  const isArray = head[0] === 0x93 && Buffer.from(head.subarray(1, 6)).toString('latin1') === 'NUMPY'
  const shown = isArray ? await previewArray(place, head, bytes) : { text: previewBytes(head, bytes) }
  return { ...shown, text: `${title}${shown.text && `\n\n${shown.text}`}`, downloadable: true }
}

/** What a decoded value tells: lines of text, and a table where it is one. */
export const previewOf = (value: BlobValue): Pick<ValueView, 'text' | 'records'> => {
  const isRecords = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'recarray'
  return { text: previewBlob(value), ...(isRecords && { records: recordTable(value) }) }
}

/** What LabBook cannot decode is told by its type and shape. */
export const previewArray = async (place: StoredPlace, head: Uint8Array, bytes: number) => {
  const header = parseNpyHeader(head, place.path)
  if (bytes > arrayBytes || header.type.kind === 'other') return { text: describeNpy(header) }
  const value = decodeNpy(await place.store.read(place.path, arrayBytes), place.path)
  return previewOf(value)
}

export const readHead = async ({ store, path }: StoredPlace): Promise<Uint8Array> => {
  const { contents } = await store.stream(path)
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of contents as AsyncIterable<Uint8Array>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= headerBytes) break
  }
  return Buffer.concat(chunks).subarray(0, headerBytes)
}

/** Text where it is text in UTF-8, otherwise its first bytes. */
const previewBytes = (head: Uint8Array, bytes: number): string => {
  const text = asText(head.subarray(0, textBytes), head.length <= textBytes)
  if (text !== null) return bytes > textBytes ? `${text}\n…` : text
  const rows = Array.from({ length: Math.ceil(Math.min(head.length, 256) / 16) }, (_, row) =>
    Buffer.from(head.subarray(row * 16, row * 16 + 16))
      .toString('hex')
      .replace(/..(?=.)/g, '$& '),
  )
  return rows.join('\n') + (bytes > 256 ? '\n…' : '')
}

/** A letter that was cut in two at the end is no sign of another form. */
const asText = (bytes: Uint8Array, isWhole: boolean): string | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole })
    return /[\x00-\x08\x0e-\x1f]/.test(text) ? null : text
  } catch {
    return null
  }
}
