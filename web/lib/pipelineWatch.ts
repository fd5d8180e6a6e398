import type { TableStatus } from '#app/views.ts'
import type { Client } from './trpc.ts'

/** `isNews` is false of the first message, which tells how things are. */
type Listener = (statuses: readonly TableStatus[], isNews: boolean) => void
type Watch = { readonly listeners: Set<Listener>; close(): void }

const watches = new WeakMap<Client, Watch>()

/**
 * Hears which tables' rows and jobs have come or gone, until the answer is called. All parts of a page share one stream: a
 * browser has six connections to one server, whatever the number of its tabs.
 */
export const watchPipeline = (client: Client, listener: Listener): (() => void) => {
  const watch = watches.get(client) ?? open(client)
  watch.listeners.add(listener)
  return () => {
    watch.listeners.delete(listener)
    if (watch.listeners.size > 0) return
    watch.close()
    watches.delete(client)
  }
}

const open = (client: Client): Watch => {
  const listeners = new Set<Listener>()
  let isNews = false
  const stream = client.pipeline.watch.subscribe(undefined, {
    onData: (statuses) => {
      for (const listener of [...listeners]) listener(statuses, isNews)
      isNews = true
    },
  })
  const watch = { listeners, close: () => stream.unsubscribe() }
  watches.set(client, watch)
  return watch
}
