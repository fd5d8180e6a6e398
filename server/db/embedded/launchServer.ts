import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { createConnection } from 'mariadb'
import { LabBookError } from '#core/errors.ts'
import type { SocketAddress } from '../address.ts'
import { findProgram } from './binaries.ts'
import type { Folder } from './folder.ts'
import { type ServerOptions, serverArguments } from './serverOptions.ts'

export type ServerExit = { readonly code: number | null; readonly signal: string | null; readonly logTail: string }
export type RunningServer = {
  readonly pid: number
  /** Resolves when the process has ended, whoever ended it. */
  readonly exited: Promise<ServerExit>
  /** SIGTERM, and SIGKILL after 30 s. */
  stop(): Promise<void>
}

/** How long crash recovery of a large folder may take, in ms. */
const startTimeout = 120_000

export const rootAddress = (folder: Folder): SocketAddress => ({
  socketPath: folder.socket,
  user: 'root',
  password: '',
})

/** Starts mariadbd on a folder that is whole and locked, and waits until it answers. @throws DATABASE_FAILED, PORT_TAKEN */
export const launchServer = async (folder: Folder, options: ServerOptions): Promise<RunningServer> => {
  const program = findProgram('mariadbd')
  if (options.port !== null) await assertPortFree(options.port)
  rmSync(folder.socket, { force: true })
  const logStart = sizeOf(folder.log)
  const child = spawnBound(program, serverArguments(folder, options))
  const server = watch(child, folder, logStart)
  try {
    await Promise.race([answers(folder), failure(server.exited, folder)])
  } catch (error) {
    await server.stop()
    throw error
  }
  return server
}

/**
 * In a process group of its own, so that Ctrl-C in the terminal reaches it only through us, and bound to our life: by the
 * kernel where setpriv can ask for it, else by a shell that waits for our end of a pipe to close.
 */
const spawnBound = (program: string, options: string[]): ChildProcess => {
  if (kernelBinds())
    return spawn('setpriv', ['--pdeathsig', 'TERM', program, ...options], { stdio: 'ignore', detached: true })
  const child = spawn(program, options, { stdio: 'ignore', detached: true })
  if (child.pid === undefined) return child
  const watcher = spawn('sh', ['-c', 'cat >/dev/null; kill -TERM "$0"', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  child.once('exit', () => watcher.kill('SIGKILL'))
  return child
}

const kernelBinds = (): boolean =>
  process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0

const watch = (child: ChildProcess, folder: Folder, logStart: number): RunningServer => {
  const exited = new Promise<ServerExit>((resolve) => {
    child.once('exit', async (code, signal) => resolve({ code, signal, logTail: await logTail(folder, logStart) }))
    child.once('error', (error) => resolve({ code: null, signal: null, logTail: error.message }))
  })
  if (child.pid !== undefined) writeFileSync(folder.pid, `${child.pid}\n`, { mode: 0o600 })
  const stop = async () => {
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
    await exited
    clearTimeout(late)
  }
  return { pid: child.pid ?? 0, exited, stop }
}

const answers = async (folder: Folder): Promise<void> => {
  const end = Date.now() + startTimeout
  for (;;) {
    try {
      const connection = await createConnection({ ...rootAddress(folder), connectTimeout: 2_000 })
      return await connection.end()
    } catch (error) {
      if (Date.now() > end) throw failed(folder, `it did not answer within ${startTimeout / 1000} s (${error}).`)
      await delay(20)
    }
  }
}

const failure = async (exited: Promise<ServerExit>, folder: Folder): Promise<never> => {
  const { code, signal, logTail } = await exited
  throw failed(folder, `mariadbd ended with ${signal ?? `code ${code}`}: ${logTail}`)
}

const failed = (folder: Folder, problem: string) => new LabBookError('DATABASE_FAILED', { problem, log: folder.log })

/** What the server itself said since this start: its first errors if there are any (the rest follows from them), else its end. */
const logTail = async (folder: Folder, from: number): Promise<string> => {
  const lines = (await readFrom(folder.log, from)).trim().split('\n')
  const errors = lines.filter((line) => line.includes('[ERROR]'))
  return (errors.length > 0 ? errors.slice(0, 3) : lines.slice(-3))
    .map((line) => line.replace(/^\S+ +\S+ +\d+ /, ''))
    .join(' | ')
}

const readFrom = async (path: string, from: number): Promise<string> => {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return ''
  try {
    const { size } = await file.stat()
    const start = Math.max(from, size - 20_000)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size - start), 0, size - start, start)
    return buffer.toString('utf8', 0, bytesRead)
  } finally {
    await file.close()
  }
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0

const assertPortFree = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) =>
      reject(new LabBookError('PORT_TAKEN', { port, host: '127.0.0.1' }, { cause: error })),
    )
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve()))
  })
