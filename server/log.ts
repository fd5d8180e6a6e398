import type { Log } from '#app/context.ts'

/** Sentences for the person who runs the server, on stderr; stdout belongs to the output of commands. */
export const terminalLog = (options: { quiet?: boolean } = {}): Log => {
  const line = (prefix: string) => (message: string, data?: object) =>
    process.stderr.write(`${prefix}${message}${data ? ` ${JSON.stringify(data)}` : ''}\n`)
  return { info: options.quiet ? () => {} : line(''), warn: line('warning: '), error: line('error: ') }
}
