import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/**
 * Runs a program to its end. Resolves { code, output }: output is the last lines of both streams, in order.
 * With `show`, what it prints also goes to our stderr. Whatever ends us ends it too, so no child outlives a cancelled set-up.
 */
export const run = (command, args, { cwd = root, env = {}, show = false } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...boundToUs, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output = collect(child, show)
    const unbind = forwardSignals(child)
    child.on('error', (error) => {
      unbind()
      reject(error)
    })
    child.on('close', (code) => {
      unbind()
      resolve({ code: code ?? 1, output: output() })
    })
  })

/** Runs one of Node's programs with this very Node. */
export const runNode = (args, options) => run(process.execPath, args, options)

/** A signal reaches the child through us; our SIGKILL it notices by itself, when it is a Node program. */
const boundToUs = {
  NODE_OPTIONS: [process.env.NODE_OPTIONS, '--import', new URL('endWithParent.mjs', import.meta.url)].join(' ').trim(),
  LABBOOK_NODE_OPTIONS: process.env.NODE_OPTIONS || '',
  LABBOOK_SETUP_PID: String(process.pid),
}

/** @returns a function that gives at most some 200 lines of what the child printed last */
const collect = (child, show) => {
  let text = ''
  const add = (chunk) => {
    if (show) process.stderr.write(chunk)
    text += chunk
    if (text.length > 200_000) text = text.slice(-100_000)
  }
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', add)
  return () => text.trim().split('\n').slice(-200).join('\n')
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** @returns a function that undoes it */
const forwardSignals = (child) => {
  const stop = (signal) => {
    child.kill(signal)
    child.once('close', () => process.exit(130))
  }
  for (const signal of signals) process.once(signal, stop)
  return () => {
    for (const signal of signals) process.off(signal, stop)
  }
}
