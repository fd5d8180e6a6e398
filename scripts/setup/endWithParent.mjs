import { isMainThread } from 'node:worker_threads'

/**
 * Loaded into each Node program that the set-up runs: it ends when the set-up that started it was killed, so that the next
 * one does not find an npm still writing node_modules. What it starts itself is started without this.
 */
const { LABBOOK_SETUP_PID: parent, LABBOOK_NODE_OPTIONS: options } = process.env

if (isMainThread && parent) {
  for (const name of ['NODE_OPTIONS', 'LABBOOK_SETUP_PID', 'LABBOOK_NODE_OPTIONS']) delete process.env[name]
  if (options) process.env.NODE_OPTIONS = options
  setInterval(() => {
    if (process.ppid !== Number(parent)) process.kill(process.pid, 'SIGKILL')
  }, 200).unref()
}
