import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { LabBookError } from '#core/errors.ts'

/** The bytes of a file that a person named, of stdin for `-`. @throws INPUT_INVALID */
export const readBytes = async (file: string): Promise<Uint8Array> => {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file)
  } catch (cause) {
    throw inputInvalid(file, 'file', reasons[(cause as NodeJS.ErrnoException).code ?? ''] ?? (cause as Error).message)
  }
}

/** A text file, without the mark that some programs begin it with. @throws INPUT_INVALID unless it is UTF-8 */
export const readText = async (file: string): Promise<string> => decodeText(await readBytes(file), file)

export const decodeText = (bytes: Uint8Array, file: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw inputInvalid(file, 'encoding', 'is not UTF-8; save it as UTF-8 (in Excel: "CSV UTF-8").')
  }
}

export const inputInvalid = (file: string, field: string, problem: string) =>
  new LabBookError('INPUT_INVALID', { file: file === '-' ? 'stdin' : file, field, problem })

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file.',
  EISDIR: 'it is a folder.',
  EACCES: 'it may not be read by this user.',
}
