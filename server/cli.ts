import { Command, CommanderError } from 'commander'
import { LabBookError } from '#core/errors.ts'
import { addAllCommands } from '#server/commands/index.ts'
import { explainError, isReaderGone } from '#server/commands/output.ts'
import { Interrupted } from '#server/commands/untilInterrupted.ts'
import { packageVersion } from '#server/packageFile.ts'

/** Runs one command line. Exit codes: 0 done, 1 failed, 2 bad arguments, 130 interrupted. */
export const runCommandLine = async (args: readonly string[]): Promise<void> => {
  // A reader that goes away (`| head`) is told by the write that meets it; without a listener it would be a crash.
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', () => {})
  try {
    await createProgram().parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (isReaderGone(error)) return
    process.exitCode = exitCodeOf(error)
    if (!(error instanceof CommanderError)) explainError(error)
  }
}

const createProgram = (): Command => {
  const program = new Command('labbook')
    .description('A browser lab notebook for neurophysiology on DataJoint pipelines')
    .version(packageVersion)
    .exitOverride()
    .configureHelp({ sortSubcommands: false })
  addAllCommands(program)
  showUsageAfterErrors(program, 'labbook')
  return program
}

/** A wrong argument is answered with the line that shows the right ones. */
const showUsageAfterErrors = (command: Command, path: string): void => {
  command.showHelpAfterError(`Usage: ${path} ${command.usage()}\n(${path} --help explains them)`)
  for (const sub of command.commands) showUsageAfterErrors(sub, `${path} ${sub.name()}`)
}

const helpCodes = ['commander.help', 'commander.helpDisplayed', 'commander.version']

/** An expression that cannot be parsed is a bad argument, whatever the database holds. */
const exitCodeOf = (error: unknown): number => {
  if (error instanceof Interrupted) return 130
  if (error instanceof LabBookError) return error.code === 'QUERY_SYNTAX' ? 2 : 1
  if (!(error instanceof CommanderError)) return 1
  return helpCodes.includes(error.code) && error.exitCode === 0 ? 0 : 2
}
