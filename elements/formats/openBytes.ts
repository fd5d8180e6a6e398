import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { cannotOpen, fileInvalid } from './fileInvalid.ts'

/** A file that is read piece by piece. Synchronous: thousands of short pieces cost microseconds each instead of a round trip. */
export type OpenBytes = {
  readonly path: string
  readonly size: number
  /** `length` bytes from `position`, on a buffer of their own. @throws FILE_INVALID where the file ends before */
  read(position: number, length: number): Uint8Array<ArrayBuffer>
  close(): void
}

/** @throws FILE_INVALID */
export const openBytes = (path: string): OpenBytes => {
  const descriptor = openDescriptor(path)
  const found = fstatSync(descriptor)
  if (!found.isFile()) {
    closeSync(descriptor)
    throw fileInvalid(path, 'file', found.isDirectory() ? 'is a folder' : 'is not a regular file')
  }
  return {
    path,
    size: found.size,
    read: (position, length) => readPiece(descriptor, path, position, length),
    close: () => closeSync(descriptor),
  }
}

const openDescriptor = (path: string): number => {
  try {
    return openSync(path, 'r')
  } catch (cause) {
    throw cannotOpen(path, cause as NodeJS.ErrnoException)
  }
}

const readPiece = (descriptor: number, path: string, position: number, length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let done = 0; done < length; ) {
    const read = readSync(descriptor, bytes, done, length - done, position + done)
    if (read === 0) throw fileInvalid(path, 'data', `ends at byte ${position + done}, ${length - done} bytes short`)
    done += read
  }
  return bytes
}
