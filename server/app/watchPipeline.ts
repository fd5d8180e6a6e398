import type { AppContext } from './context.ts'
import { pipelineStatus } from './pipelineStatus.ts'
import type { TableStatus } from './views.ts'
import { createWakeup, type Wakeup } from './wakeup.ts'

/** ms between two looks while somebody watches. */
const interval = 2000

/**
 * The status of every table once, then of those that changed, until `signal` aborts. However many watch, the database is
 * asked once; while nobody does, not at all.
 */
export async function* watchPipeline(
  context: AppContext,
  signal: AbortSignal,
): AsyncGenerator<readonly TableStatus[], void, undefined> {
  const seen = new Map<string, string>()
  const poller = pollerOf(context)
  while (!signal.aborted) {
    const changed = unseen(await poller.look(), seen)
    if (changed.length > 0) yield changed
    await poller.bell.wait(interval, signal)
  }
}

/** Tells those who watch that something was written here. */
export const pipelineChanged = (context: AppContext): void => {
  pollers.get(context.database)?.change()
}

type Poller = { readonly bell: Wakeup; look(): Promise<readonly TableStatus[]>; change(): void }
const pollers = new WeakMap<AppContext['database'], Poller>()

const pollerOf = (context: AppContext): Poller => {
  const poller = pollers.get(context.database) ?? createPoller(context)
  pollers.set(context.database, poller)
  return poller
}

/** One look serves everybody who asks within the interval. */
const createPoller = (context: AppContext): Poller => {
  const bell = createWakeup()
  let last: { readonly at: number; readonly answer: Promise<readonly TableStatus[]> } | null = null
  return {
    bell,
    look: () => {
      const now = Date.now()
      if (last === null || now - last.at >= interval - 100) last = { at: now, answer: lookSafely(context) }
      return last.answer
    },
    change: () => {
      last = null
      bell.wake()
    },
  }
}

/** While the database is away nothing has changed: who watches goes on watching. */
const lookSafely = (context: AppContext): Promise<readonly TableStatus[]> =>
  pipelineStatus(context).catch((error: Error) => {
    context.log.warn(`The status of the pipeline is not known: ${error.message}`)
    return []
  })

const unseen = (statuses: readonly TableStatus[], seen: Map<string, string>): readonly TableStatus[] =>
  statuses.filter((status) => {
    const text = JSON.stringify(status)
    if (seen.get(status.table) === text) return false
    seen.set(status.table, text)
    return true
  })
