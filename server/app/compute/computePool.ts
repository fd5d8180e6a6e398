import type { Worker } from 'node:worker_threads'
import type { ComputeRunner } from '../context.ts'
import { reviveError } from './carryError.ts'
import type { ComputeReply } from './messages.ts'

/** The part of a worker thread that the pool uses. */
export type ComputeThread = Pick<Worker, 'on' | 'postMessage' | 'terminate' | 'unref' | 'ref'>

type Watch = Parameters<ComputeRunner['run']>[2]
type Task = {
  readonly id: number
  readonly table: string
  readonly data: unknown
  readonly watch: Watch
  readonly resolve: (result: unknown) => void
  readonly reject: (error: unknown) => void
}
type Slot = { readonly thread: ComputeThread; task: Task | null }

/**
 * Runs computes in at most `size` threads, started when first needed and kept for the next. An abort ends the thread,
 * since a compute has no other way to be interrupted; a thread that dies fails its one task.
 */
export const createComputePool = (startThread: () => ComputeThread, size: number): ComputeRunner => {
  const slots = new Set<Slot>()
  const queue: Task[] = []
  let lastId = 0
  let closed = false

  const next = (): void => {
    while (queue.length > 0 && !closed) {
      const slot = [...slots].find((candidate) => !candidate.task) ?? (slots.size < size ? openSlot() : null)
      if (!slot) return
      const task = queue.shift()!
      slot.task = task
      slot.thread.ref()
      slot.thread.postMessage({ id: task.id, table: task.table, data: task.data })
    }
  }

  const openSlot = (): Slot => {
    const slot: Slot = { thread: startThread(), task: null }
    slots.add(slot)
    slot.thread.on('message', (reply: ComputeReply) => {
      if (slot.task?.id === reply.id && hear(slot.task, reply)) release(slot)
    })
    slot.thread.on('error', (error) => drop(slot, error))
    slot.thread.on('messageerror', (error) => drop(slot, error))
    slot.thread.on('exit', (code) => drop(slot, new Error(`The compute thread ended with code ${code}.`)))
    return slot
  }

  const release = (slot: Slot): void => {
    slot.task = null
    slot.thread.unref()
    next()
  }

  const drop = (slot: Slot, reason: unknown): void => {
    if (!slots.delete(slot)) return
    slot.task?.reject(reason)
    slot.task = null
    void slot.thread.terminate()
    next()
  }

  const abort = (task: Task): void => {
    const waiting = queue.indexOf(task)
    if (waiting >= 0) queue.splice(waiting, 1)
    task.reject(task.watch.signal?.reason)
    for (const slot of slots) if (slot.task === task) drop(slot, task.watch.signal?.reason)
  }

  return {
    run(table, data, watch) {
      if (closed) return Promise.reject(new Error('The compute pool is closed.'))
      if (watch.signal?.aborted) return Promise.reject(watch.signal.reason)
      return new Promise((resolve, reject) => {
        lastId += 1
        const task: Task = { id: lastId, table, data, watch, ...settleOnce(resolve, reject, () => stopWatching()) }
        const onAbort = () => abort(task)
        const stopWatching = () => watch.signal?.removeEventListener('abort', onAbort)
        watch.signal?.addEventListener('abort', onAbort)
        queue.push(task)
        next()
      })
    },
    async close() {
      closed = true
      for (const task of queue.splice(0)) task.reject(new Error('The compute pool is closed.'))
      const threads = [...slots].map((slot) => slot.thread)
      for (const slot of slots) drop(slot, new Error('The compute pool is closed.'))
      await Promise.all(threads.map((thread) => thread.terminate()))
    },
  }
}

/** Hands a reply to whoever waits; true when it was the last one. */
const hear = (task: Task, reply: ComputeReply): boolean => {
  if (reply.say === 'progress') task.watch.progress(reply.fraction, reply.message)
  else if (reply.say === 'warn') task.watch.warn(reply.message)
  else if (reply.say === 'result') task.resolve(reply.result)
  else task.reject(reviveError(reply.error))
  return reply.say === 'result' || reply.say === 'error'
}

const settleOnce = (
  resolve: (result: unknown) => void,
  reject: (error: unknown) => void,
  settled: () => void,
): Pick<Task, 'resolve' | 'reject'> => ({
  resolve: (result) => {
    settled()
    resolve(result)
  },
  reject: (error) => {
    settled()
    reject(error)
  },
})
