import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Key, Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { keyText } from './keyText.ts'

/** A worker's entry in app.Worker, so that any server can say who works on what. */
export type Heartbeat = {
  readonly workerId: string
  begin(table: Table, key: Key, connectionId: number): void
  end(table: Table, key: Key): void
  stop(): Promise<void>
}

/** ms between two signs of life; three missing ones mean that the worker is gone. */
export const heartbeatInterval = 5000
export const heartbeatPatience = 3 * heartbeatInterval
/** ms that a job runs before it is told of. */
const worthTelling = 300

/** Writes a sign of life now and at every interval. A database that is away is waited for without a word. */
export const startHeartbeat = (app: AppContext): Heartbeat => {
  const workerId = randomUUID()
  const self = { host: hostname(), pid: process.pid, started_at: app.now() }
  const working = new Map<string, { table: string; key: string; connectionId: number }>()

  const write = async (state?: 'stopped') => {
    const current = working.values().next().value
    const values = {
      state: state ?? (current ? ('busy' as const) : ('idle' as const)),
      current_table: current?.table ?? '',
      current_key: current?.key ?? '',
      connection_id: current?.connectionId ?? 0,
      heartbeat_at: app.now(),
    }
    const create = { worker_id: workerId, ...self, ...values }
    await app.prisma.app_Worker
      .upsert({ where: { worker_id: workerId }, create, update: values })
      .catch((error: unknown) => app.log.warn('no heartbeat', { error: String(error) }))
  }

  let last = Promise.resolve()
  /** One after the other: two at once would both find no entry and insert it. */
  const beat = (state?: 'stopped'): Promise<void> => (last = last.then(() => write(state)))

  void forgetOldWorkers(app)
  void beat()
  const timer = setInterval(() => void beat(), heartbeatInterval)
  timer.unref()
  let telling: NodeJS.Timeout | undefined
  /** A short job comes and goes without a word. */
  const tellSoon = () => {
    telling ??= setTimeout(() => {
      telling = undefined
      void beat()
    }, worthTelling)
    telling.unref()
  }
  return {
    workerId,
    begin(table, key, connectionId) {
      const text = keyText(table, key)
      working.set(`${table.name} ${text}`, { table: table.name, key: text, connectionId })
      tellSoon()
    },
    end(table, key) {
      working.delete(`${table.name} ${keyText(table, key)}`)
    },
    async stop() {
      clearInterval(timer)
      clearTimeout(telling)
      working.clear()
      await beat('stopped')
    },
  }
}

/** ms for which an entry of a worker that is gone is kept. */
const keptFor = 24 * 3_600_000

const forgetOldWorkers = async (app: AppContext): Promise<void> => {
  const heartbeat_at = { lt: new Date(app.now().getTime() - keptFor) }
  await app.prisma.app_Worker
    .deleteMany({ where: { heartbeat_at } })
    .catch((error: unknown) => app.log.warn('old workers were not forgotten', { error: String(error) }))
}
