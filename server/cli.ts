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
    .configureHelp({ sortSubcommands: false })
  addAllCommands(program)
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
  })
  try {
    await program.parseAsync([...args], { from: 'user' })
  } catch (error) {
    process.exitCode = exitCodeOf(error)
    if (!(error instanceof CommanderError)) explainError(error)
  }
}

const helpCodes = ['commander.help', 'commander.helpDisplayed', 'commander.version']

const exitCodeOf = (error: unknown): number => {
  if (!(error instanceof CommanderError)) return 1
  return helpCodes.includes(error.code) && error.exitCode === 0 ? 0 : 2
}
