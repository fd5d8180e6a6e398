import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { TcpAddress } from '#db/address.ts'

/** A process of datajoint-python that does one thing after the other and says what it measured. */
export type Python = {
  ask<T = { readonly seconds: number }>(command: string, values?: Readonly<Record<string, unknown>>): Promise<T>
  close(): Promise<void>
}

export const otherName = 'datajoint-python'

/** The client of the interop tests; null where it was never installed. */
export const openPython = async ({ address }: { readonly address: TcpAddress }): Promise<Python | null> => {
  const program = process.env.LABBOOK_TEST_PYTHON || resolve(import.meta.dirname, '../../.cache/python/bin/python')
  if (!existsSync(program)) return null
  const child = spawn(program, [resolve(import.meta.dirname, 'client.py')], {
    env: { ...process.env, ...credentials(address) },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  return conversation(child)
}

const credentials = ({ host, port, user, password }: TcpAddress) => ({
  DJ_HOST: host,
  DJ_PORT: String(port),
  DJ_USER: user,
  DJ_PASS: password,
})

/** One line of JSON each way. */
const conversation = (child: ChildProcess): Python => {
  let said = ''
  child.stderr!.on('data', (chunk) => (said = (said + chunk).slice(-4000)))
  const ended = new Promise<never>((_, fail) => child.once('exit', () => fail(new Error(`Python ended: ${said}`))))
  ended.catch(() => {})
  const lines = createInterface({ input: child.stdout! })[Symbol.asyncIterator]()
  return {
    async ask<T>(command: string, values = {}) {
      child.stdin!.write(`${JSON.stringify({ command, ...values })}\n`)
      const { value } = await Promise.race([lines.next(), ended])
      const answer = JSON.parse(value as string) as { error?: string }
      if (answer.error) throw new Error(`Python, ${command}: ${answer.error}`)
      return answer as T
    },
    async close() {
      child.stdin!.end()
      await ended.catch(() => {})
    },
  }
}
