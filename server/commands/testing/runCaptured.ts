import { vi } from 'vitest'
import { runCommandLine } from '#server/cli.ts'

export type CommandOutcome = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** A command line in this process, its output caught and its exit code taken back. */
export const runCaptured = async (args: readonly string[]): Promise<CommandOutcome> => {
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)]
  process.exitCode = undefined
  try {
    await runCommandLine(args)
    return { code: Number(process.exitCode ?? 0), stdout: stdout.text(), stderr: stderr.text() }
  } finally {
    process.exitCode = undefined
    stdout.restore()
    stderr.restore()
  }
}

const capture = (stream: NodeJS.WriteStream) => {
  let written = ''
  const spy = vi.spyOn(stream, 'write').mockImplementation((text, ...rest) => {
    written += typeof text === 'string' ? text : Buffer.from(text).toString()
    const done = rest.find((one) => typeof one === 'function') as (() => void) | undefined
    done?.()
    return true
  })
  return { text: () => written, restore: () => spy.mockRestore() }
}
