import { Command, CommanderError } from 'commander'
import { addAllCommands } from '#server/commands/index.ts'
import { explainError } from '#server/commands/output.ts'
import { packageVersion } from '#server/packageFile.ts'

/** Runs one command line. Exit codes: 0 done, 1 failed, 2 bad arguments. */
export const runCommandLine = async (args: readonly string[]): Promise<void> => {
  const program = new Command('labbook')
    .description('A browser lab notebook for neurophysiology on DataJoint pipelines')
    .version(packageVersion)
    .exitOverride()
    .showHelpAfterError()
    .configureHelp({ sortSubcommands: false })
  addAllCommands(program)
  // Whoever prints is told by `print`; without a listener the event would end the process before its database is closed.
  process.stdout.on('error', () => {})
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    if (!isSaid(error)) explainError(error)
  }
}

const helpCodes = ['commander.help', 'commander.helpDisplayed', 'commander.version']

const exitCodeOf = (error: unknown): number => {
  if (readerIsGone(error)) return 0
  if (!(error instanceof CommanderError)) return 1
  return helpCodes.includes(error.code) && error.exitCode === 0 ? 0 : 2
}

const isSaid = (error: unknown): boolean => error instanceof CommanderError || readerIsGone(error)

/** `labbook query … | head`: what it wanted, it has. */
const readerIsGone = (error: unknown): boolean => (error as NodeJS.ErrnoException | null)?.code === 'EPIPE'
