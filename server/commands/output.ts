import { LabBookError } from '#core/errors.ts'

/** Machine-readable output goes to stdout alone; a reader that goes away (`| head`) ends the command quietly. */
export const print = (text: string): Promise<void> =>
  new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())))

export const printLine = (text: string): Promise<void> => print(`${text}\n`)

/** Prints JSON as the command line promises: one value, indented, ending in a newline. */
export const printJson = (value: unknown): Promise<void> => printLine(JSON.stringify(value, null, 2))

export const explain = (sentence: string): void => {
  process.stderr.write(`${sentence}\n`)
}

/** One sentence for a person, with the cure; a stack only for what is not in the catalogue, and only with DEBUG. */
export const explainError = (error: unknown): void => {
  if (error instanceof LabBookError) explain([error.message, error.hint].filter(Boolean).join(' '))
  else if (process.env.DEBUG) explain((error as Error)?.stack ?? String(error))
  else explain(`Unexpected problem: ${(error as Error)?.message ?? error} (DEBUG=1 shows where)`)
}
