import { type ChildProcess, spawn } from 'node:child_process'
import type { Log } from '#app/context.ts'

/**
 * Keeps one child process of ours alive until `stop`: restarts it after a crash, slower and slower. The child ends by itself
 * when its IPC channel closes, so it does not outlive a killed parent.
 */
export const superviseChild = (script: string, args: readonly string[], environment: NodeJS.ProcessEnv, log: Log) => {
  let child: ChildProcess | null = null
  let stopping = false
  let crashes = 0
  let timer: NodeJS.Timeout | undefined
  const listeners = new Set<(message: unknown) => void>()

  const start = () => {
    const startedAt = Date.now()
    child = spawn(process.execPath, [script, ...args], {
      env: environment,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    child.on('message', (message) => {
      for (const listener of listeners) listener(message)
    })
    child.on('exit', (code, signal) => {
      child = null
      if (stopping) return
      crashes = Date.now() - startedAt > 60_000 ? 0 : crashes + 1
      const delaySeconds = Math.min(30, 2 ** crashes)
      log.warn(`The worker ended (${signal ?? `code ${code}`}); starting it again in ${delaySeconds} s.`)
      timer = setTimeout(start, delaySeconds * 1000)
    })
  }
  start()

  return {
    send: (message: object) => {
      if (child?.connected) child.send(message)
    },
    onMessage: (listener: (message: unknown) => void) => listeners.add(listener),
    /** SIGTERM, then SIGKILL after `patienceMs`. */
    stop: (patienceMs = 8000): Promise<void> => {
      stopping = true
      clearTimeout(timer)
      return child ? endChild(child, patienceMs) : Promise.resolve()
    },
  }
}

const endChild = (child: ChildProcess, patienceMs: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })

/**
 * Calls `onGone` when the process that started us has disappeared: npm killed with SIGKILL forwards nothing, and a server
 * without its npm would be an orphan on the port.
 */
export const watchParent = (onGone: () => void): void => {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, 500)
  timer.unref()
}
