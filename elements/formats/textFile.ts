import { open } from 'node:fs/promises'
import { fileInvalid } from './fileInvalid.ts'

/** A text file of at most `maxBytes` (16 MiB), as UTF-8 without byte order mark. @throws FILE_INVALID */
export const readTextFile = async (path: string, maxBytes = 2 ** 24): Promise<string> => {
  const file = await open(path).catch((cause: NodeJS.ErrnoException) => {
    throw fileInvalid(path, 'file', `cannot be opened (${cause.code ?? cause.message})`, cause)
  })
  try {
    const { size } = await file.stat()
    if (size > maxBytes) throw fileInvalid(path, 'size', `${size} bytes, more than ${maxBytes} are not read as text`)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0)
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .replace(/^\uFEFF/, '')
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EISDIR' ? fileInvalid(path, 'file', 'is a folder', error) : error
  } finally {
    await file.close()
  }
}
