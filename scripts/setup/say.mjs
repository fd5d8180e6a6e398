/** Plain words for the person at the terminal: steps on stderr, so that a command's own output on stdout stays clean. */

const started = Date.now()

export const say = (sentence) => process.stderr.write(`${sentence}\n`)

/** Announces a step, runs it, and says how long it took when it was worth waiting for. */
export const step = async (sentence, work) => {
  const from = Date.now()
  say(`• ${sentence} …`)
  const result = await work()
  const seconds = (Date.now() - from) / 1000
  if (seconds >= 1) say(`  done in ${seconds.toFixed(1)} s`)
  return result
}

export const secondsSinceStart = () => ((Date.now() - started) / 1000).toFixed(1)

/** A set-up failure that a person can mend: one sentence, no stack. */
export class SetupError extends Error {
  constructor(sentence) {
    super(sentence)
    this.name = 'SetupError'
  }
}

/** Runs `main` and turns every failure into one sentence and exit code 1. */
export const runOrExplain = async (main) => {
  try {
    await main()
  } catch (error) {
    if (error?.name === 'SetupError') say(`\nLabBook cannot start: ${error.message}`)
    else
      say(
        `\nLabBook stopped by an unexpected problem: ${error?.message ?? error}${process.env.DEBUG ? `\n${error?.stack}` : ''}`,
      )
    process.exitCode = 1
  }
}
