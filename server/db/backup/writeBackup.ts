import { createWriteStream, existsSync, linkSync, rmSync } from 'node:fs'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { LabBookError } from '#core/errors.ts'
import type { Database } from '../port.ts'
import { dumpDatabases, sessionSettings } from './dump.ts'

export type WriteOptions = {
  readonly databases: readonly string[]
  readonly file: string
  readonly onProgress?: (bytes: number) => void
}

/** Writes the file under another name and gives it its own when it is whole. @returns its size. @throws BACKUP_FAILED */
export const writeBackup = async (
  database: Database,
  { databases, file, onProgress = () => {} }: WriteOptions,
): Promise<number> => {
  if (existsSync(file)) throw exists(file)
  const part = `${file}.part`
  let bytes = 0
  const counter = new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length
      onProgress(bytes)
      done(null, chunk)
    },
  })
  try {
    await database.session(async (session) => {
      await session.execute(sessionSettings)
      await session.transaction((snapshot) =>
        pipeline(
          Readable.from(dumpDatabases(snapshot, databases, new Date()), { objectMode: false }),
          createGzip({ level: 4 }),
          counter,
          createWriteStream(part, { mode: 0o600, flush: true }),
        ),
      )
    })
    linkSync(part, file)
    return bytes
  } catch (error) {
    throw fileProblem(error, file)
  } finally {
    rmSync(part, { force: true })
  }
}

const exists = (file: string) =>
  new LabBookError('BACKUP_FAILED', {
    file,
    problem: 'this file is there already.',
    cure: 'Choose another name; a backup never replaces a file.',
  })

const fileProblem = (error: unknown, file: string): unknown => {
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (code === 'EEXIST') return exists(file)
  if (!syscall || error instanceof LabBookError) return error
  return new LabBookError(
    'BACKUP_FAILED',
    { file, problem: message, cure: 'Choose a folder that you may write to and that has room.' },
    { cause: error },
  )
}
