import { LabBookError } from '#core/errors.ts'
import { Interrupted } from './untilInterrupted.ts'

/** Machine-readable output goes to stdout alone. @throws EPIPE when the reader has gone away (`| head`) */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))

export const printLine = (text: string): Promise<void> => print(`${text}\n`)

/** Prints JSON as the command line promises: one value, indented, ending in a newline. */
export const printJson = (value: unknown): Promise<void> => printLine(JSON.stringify(value, null, 2))

/** Characters that are written at once. */
const chunkLength = 64 * 1024

/** Prints pieces as they come, no faster than the reader takes them. */
export const printAll = async (pieces: AsyncIterable<string>): Promise<void> => {
  let chunk = ''
  for await (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkLength) continue
    await print(chunk)
    chunk = ''
  }
  await print(chunk)
}

export const explain = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`)
}

/** One sentence for a person, with the cure; a stack only for what is not in the catalogue, and only with DEBUG. */
export const explainError = (error: unknown): void => {
  if (error instanceof LabBookError)
    explain([error.message, caret(error), error.hint].filter(Boolean).join(lineEnd(error)))
  else if (error instanceof Interrupted) explain(error.message)
  else if (process.env.DEBUG) explain((error as Error)?.stack ?? String(error))
  else explain(`Unexpected problem: ${(error as Error)?.message ?? error} (DEBUG=1 shows where)`)
}

const lineEnd = ({ code }: LabBookError): string =>
  code === 'QUERY_SYNTAX' || code === 'DEFINITION_SYNTAX' ? '\n' : ' '

/** The query with a mark below the column that the message names. */
const caret = ({ code, data }: LabBookError): string => {
  if (code !== 'QUERY_SYNTAX') return ''
  return `  ${String(data.text).replace(/\s/g, ' ')}\n  ${' '.repeat(Math.max(0, Number(data.column) - 1))}^`
}

/** The reader of stdout went away, which is its right and no failure. */
export const isReaderGone = (error: unknown): boolean => (error as NodeJS.ErrnoException)?.code === 'EPIPE'
