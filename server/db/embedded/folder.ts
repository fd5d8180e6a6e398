import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, mkdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { LabBookError } from '#core/errors.ts'

/** Where the embedded database keeps what, all below `<home>/database`. */
export type Folder = {
  readonly root: string
  readonly data: string
  /** Holds a data folder that is being made; renamed to `data` when it is whole. */
  readonly unfinished: string
  readonly temporary: string
  readonly lock: string
  readonly pid: string
  readonly log: string
  /** SQL that the server runs at each start, before it lets anybody in. */
  readonly startSql: string
  readonly password: string
  readonly running: string
  readonly socket: string
}

export const databaseFolder = (home: string): Folder => {
  const root = join(home, 'database')
  return {
    root,
    data: join(root, 'data'),
    unfinished: join(root, 'data.init'),
    temporary: join(root, 'tmp'),
    lock: join(root, 'lock'),
    pid: join(root, 'mariadbd.pid'),
    log: join(root, 'error.log'),
    startSql: join(root, 'start.sql'),
    password: join(root, 'password'),
    running: join(root, 'address.json'),
    socket: socketPath(root),
  }
}

/** The kernel takes 107 bytes at most; a longer path moves to a short one in a private folder of the temporary directory. */
const socketPath = (root: string): string => {
  const path = join(root, 'mariadb.sock')
  if (Buffer.byteLength(path) <= 100) return path
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  return join(tmpdir(), `labbook-${name}`, 'db.sock')
}

/** Makes the folders, open to this user alone: whoever reaches the socket is in the database. @throws FOLDER_UNUSABLE */
export const prepareFolder = (folder: Folder): void => {
  const socketFolder = dirname(folder.socket)
  try {
    for (const path of [folder.root, folder.temporary, socketFolder]) {
      makeFolder(path)
      accessSync(path, constants.W_OK | constants.X_OK)
      chmodSync(path, 0o700)
    }
  } catch (error) {
    throw new LabBookError('FOLDER_UNUSABLE', { folder: folder.root, problem: reason(error) }, { cause: error })
  }
  if (socketFolder !== folder.root) assertMine(socketFolder)
}

/** One level at a time: Node's `recursive` never returns on file systems that refuse with ENOENT, such as /proc. */
const makeFolder = (path: string): void => {
  if (isFolder(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (!isFolder(path)) throw error
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

/** In a shared /tmp somebody else could have made the folder first. */
const assertMine = (path: string): void => {
  if (process.getuid === undefined || statSync(path).uid === process.getuid()) return
  throw new LabBookError('FOLDER_UNUSABLE', { folder: path, problem: 'it belongs to another user.' })
}

const reason = (error: unknown): string => {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not write there.'
  if (code === 'ENOENT') return 'no folder can be made there.'
  if (code === 'EROFS') return 'it is on a read-only file system.'
  if (code === 'ENOSPC') return 'the disk is full.'
  if (code === 'ENOTDIR' || code === 'EEXIST') return 'a file is in its place.'
  return message
}
