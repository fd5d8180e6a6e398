import { open, readFile } from 'node:fs/promises'
import { LabBookError } from '#core/errors.ts'
import { decodeNpy, type NpyArray } from '#core/stores/npy.ts'
import { headerBytes, type NpyHeader, type NpyType, parseNpyHeader } from '#core/stores/npyHeader.ts'

/** Header of an .npy on the disk; `name` is for errors. @throws FILE_INVALID, also for Python objects, which nobody reads safely */
export const readArrayHeader = async (path: string, name: string): Promise<NpyHeader> => {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(Math.min(size, headerBytes)), 0)
    const header = parseNpyHeader(buffer.subarray(0, bytesRead), name)
    const needed = header.offset + header.shape.reduce((product, length) => product * length, header.type.bytes)
    if (hasObjects(header.type)) throw invalid(name, 'it holds Python objects (a pickle)')
    if (size < needed) throw invalid(name, `it has ${size} bytes, and its shape (${header.shape}) needs ${needed}`)
    return header
  } finally {
    await file.close()
  }
}

/** The array of a file that a blob can hold as it is. @throws FILE_INVALID, for texts too: a blob has them in another form */
export const readArray = async (path: string, name: string): Promise<NpyArray> => {
  const { type, dtype } = await readArrayHeader(path, name)
  if (hasTexts(type))
    throw invalid(name, `${dtype} holds texts, which a blob does not keep as an array; insert it from Python`)
  return decodeNpy(await readFile(path), name)
}

const hasObjects = (type: NpyType): boolean => some(type, ({ kind, bytes }) => kind === 'other' && bytes === 0)
const hasTexts = (type: NpyType): boolean => some(type, ({ kind }) => kind === 'text')

const some = (type: NpyType, is: (type: NpyType) => boolean): boolean =>
  is(type) || (type.kind === 'record' && type.fields.some((field) => some(field.type, is)))

const invalid = (file: string, problem: string) => new LabBookError('FILE_INVALID', { file, field: 'array', problem })
