import { type ChildProcess, spawn } from 'node:child_process'
import { packageFile } from '#server/packageFile.ts'
import type { CommandOutcome } from './runCaptured.ts'

export type SpawnedCommand = {
  readonly process: ChildProcess
  /** Resolves when its stderr holds this. */
  said(text: string): Promise<void>
  /** Exit code 128 + n when a signal ended it, as in a shell. */
  readonly ended: Promise<CommandOutcome>
}

/** `npx labbook …` as a process of its own, with this process's environment. */
export const spawnCommand = (args: readonly string[], input = ''): SpawnedCommand => {
  const child = spawn(process.execPath, [packageFile('bin/labbook.mjs'), ...args], { env: process.env })
  const written = { stdout: '', stderr: '' }
  const listeners = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      written[name] += text
      for (const listener of listeners) listener()
    })
  child.stdin.on('error', () => {}).end(input)
  const ended = new Promise<CommandOutcome>((resolve) =>
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + (signal === 'SIGKILL' ? 9 : 15), ...written })),
  )
  const said = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const look = () => written.stderr.includes(text) && resolve()
      listeners.add(look)
      look()
      void ended.then(() => reject(new Error(`it ended without saying "${text}": ${written.stderr}`)))
    })
  return { process: child, said, ended }
}
