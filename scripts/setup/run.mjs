import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/**
 * Runs a program to its end. Resolves { code, output }: output is the last 200 lines of both streams, in order.
 * With `show`, what it prints also goes to our stderr. A signal to us ends it too, so no child outlives a cancelled set-up.
 */
export const run = (command, args, { cwd = root, env = {}, show = false, input } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    })
    const lines = []
    const collect = (chunk) => {
      if (show) process.stderr.write(chunk)
      lines.push(...chunk.toString().split('\n'))
      if (lines.length > 400) lines.splice(0, lines.length - 200)
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    if (input) child.stdin.end(input)
    const stop = (signal) => {
      child.kill(signal)
      process.exit(130)
    }
    for (const signal of signals) process.once(signal, stop)
    const forget = () => {
      for (const signal of signals) process.off(signal, stop)
    }
    child.on('error', (error) => {
      forget()
      reject(error)
    })
    child.on('close', (code) => {
      forget()
      resolve({ code: code ?? 1, output: lines.join('\n').trim() })
    })
  })

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
