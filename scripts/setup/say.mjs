/** Plain words for the person at the terminal: on stderr, so that a command's own output on stdout stays clean. */
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

/** A set-up failure that a person can mend: a clause that completes "LabBook cannot start: ". */
export class SetupError extends Error {
  constructor(sentence) {
    super(sentence)
    this.name = 'SetupError'
  }
}

/** Runs `main` and turns every failure into one sentence and exit code 1; DEBUG=1 adds the stack of an unforeseen one. */
export const runOrExplain = async (main, cannot = 'LabBook cannot start') => {
  try {
    await main()
  } catch (error) {
    say(`\n${cannot}: ${explanation(error)}`)
    process.exitCode = 1
  }
}

const explanation = (error) => {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'SetupError') return error.message
  if (error.code in cures) return `${cures[error.code]}${error.path ? ` (${error.path})` : ''}.`
  return process.env.DEBUG ? error.stack : `${error.message} (DEBUG=1 shows where).`
}

/** What the operating system says, in words. */
const cures = {
  ENOSPC: 'the disk is full; make room and run the same command again',
  EDQUOT: "this user's disk quota is used up; make room and run the same command again",
  EROFS: 'the folder is on a read-only file system; use a clone elsewhere',
  EACCES: 'this user may not write there; use a clone of your own',
  EPERM: 'this user may not write there; use a clone of your own',
  EMFILE: 'too many files are open on this machine',
}
