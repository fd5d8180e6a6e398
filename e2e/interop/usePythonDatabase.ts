import { spawn } from 'node:child_process'
import { afterAll, beforeAll } from 'vitest'
import type { TcpAddress } from '#db/address.ts'
import { openDatabase } from '#db/openDatabase.ts'
import type { Database } from '#db/port.ts'
import { startTestServer } from '#db/testing/testServer.ts'
import { freePort } from '../fixtures/startLabBook.ts'

export type PythonDatabase = {
  readonly database: Database
  /** A folder of its own, gone with the test. */
  readonly home: string
  /** The database's address in DJ_… for programs that a test starts itself. */
  readonly environment: Readonly<Record<'DJ_HOST' | 'DJ_PORT' | 'DJ_USER' | 'DJ_PASS', string>>
  /** Runs `script COMMAND` with the database's address in DJ_… and `input` as JSON on standard input; answers its JSON. */
  judge(python: string, script: string, command: string, input: unknown): Promise<unknown>
}

/** A real MariaDB for the tests of this file that Python reaches too. Read its properties inside tests and hooks. */
export const usePythonDatabase = (): PythonDatabase => {
  let opened: (PythonDatabase & { close(): Promise<void> }) | undefined
  beforeAll(async () => {
    opened = await openPythonDatabase()
  })
  afterAll(() => opened?.close())
  const get = () => {
    if (!opened) throw new Error('usePythonDatabase is ready inside tests and hooks only.')
    return opened
  }
  return {
    get database() {
      return get().database
    },
    get home() {
      return get().home
    },
    get environment() {
      return get().environment
    },
    judge: (...call) => get().judge(...call),
  }
}

const openPythonDatabase = async () => {
  const server = await startTestServer(await freePort())
  const { home } = server
  const { host, port, user, password } = server.credentials as TcpAddress
  const open = await openDatabase(server.address, { prefix: '', poolSize: 4 })
  const environment = { DJ_HOST: host, DJ_PORT: String(port), DJ_USER: user, DJ_PASS: password }
  return {
    database: open.database,
    home,
    environment,
    judge: (python: string, script: string, command: string, input: unknown) =>
      runJudge(python, [script, command], { ...environment, HOME: home }, JSON.stringify(input)),
    close: async () => {
      await open.close()
      await server.stop()
    },
  }
}

const runJudge = (
  python: string,
  args: string[],
  environment: Record<string, string>,
  input: string,
): Promise<unknown> =>
  new Promise((done, fail) => {
    const child = spawn(python, args, { env: { ...process.env, ...environment }, cwd: environment.HOME })
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []]
    child.stdout.on('data', (chunk) => stdout.push(chunk))
    child.stderr.on('data', (chunk) => stderr.push(chunk))
    child.on('error', fail)
    child.on('close', (code) => {
      if (code === 0) done(JSON.parse(Buffer.concat(stdout).toString()))
      else fail(new Error(`${args.join(' ')}: ${Buffer.concat(stderr).toString().slice(-3000)}`))
    })
    child.stdin.end(input)
  })
