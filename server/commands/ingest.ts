import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import type { AppContext } from '#app/context.ts'
import { dataRootPaths } from '#app/dataRootPaths.ts'
import { proposeIngest } from '#app/proposeIngest.ts'
import { registerIngest } from '#app/registerIngest.ts'
import type { IngestProposal, IngestResult } from '#app/views.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import { oneOf } from './options.ts'
import { explain, printJson, printLine } from './output.ts'
import { withContext } from './withContext.ts'

type IngestOptions = { session?: string; subject?: string; dryRun: boolean; format: 'text' | 'json' }

/** `labbook ingest DIR`: finds recordings and results in a session folder, says what each is, proposes the session, registers. */
export const addIngest = (program: Command): void => {
  program
    .command('ingest')
    .argument('<folder>', 'a session folder below a data root')
    .option(
      '--session <key>',
      `existing session, such as '{"subject":"mouse1","session_datetime":"2026-01-02T03:04:05"}'`,
    )
    .option('--subject <subject>', 'subject of a new session')
    .option('--dry-run', 'say what would be registered, and register nothing', false)
    .option('--format <format>', 'text or json', oneOf('text', 'json'), 'text')
    .description('register the recordings and results of a folder')
    .action((folder: string, options: IngestOptions) =>
      withContext((context) => ingest(context, resolve(folder), options)),
    )
}

const ingest = async (context: AppContext, folder: string, options: IngestOptions): Promise<void> => {
  const actor = { user: '' }
  const { root, directory } = await ownerRoot(context, folder)
  const proposal = await proposeIngest(context, { root, directory }, actor)
  if (options.format === 'text') explain(describeProposal(proposal))
  const session = chooseSession(proposal, options)
  const result = await registerIngest(context, { root, directory, session, dryRun: options.dryRun }, actor)
  if (options.format === 'json') await printJson({ proposal, result, dryRun: options.dryRun })
  else await printLine(describeResult(result, options.dryRun))
}

/** The data root that holds the folder, and the folder's POSIX path below it; symbolic links are followed first. */
const ownerRoot = async (context: AppContext, folder: string): Promise<{ root: string; directory: string }> => {
  const real = await realpath(folder).catch(() => folder)
  for (const root of await dataRootPaths(context)) {
    const directory = relative(await realpath(root).catch(() => root), real)
    if (directory !== '..' && !directory.startsWith(`..${sep}`) && !isAbsolute(directory))
      return { root, directory: directory.split(sep).join('/') }
  }
  throw new LabBookError('OUTSIDE_ROOTS', { path: folder })
}

const chooseSession = ({ session }: IngestProposal, options: IngestOptions) => {
  if (options.session) return { key: parseKey(options.session) }
  const subject = options.subject ?? session.subject
  if (session.key && session.exists && !options.subject) return { key: session.key }
  if (!subject) throw missing('which subject it was', '--subject')
  if (!session.startedAt) throw missing('when it started', '--session')
  return { subject, startedAt: session.startedAt }
}

const parseKey = (text: string): Key => {
  try {
    return JSON.parse(text) as Key
  } catch (cause) {
    throw new LabBookError('BAD_REQUEST', { problem: `--session is not JSON: ${text}` }, { cause })
  }
}

const missing = (what: string, flag: string) =>
  new LabBookError('BAD_REQUEST', { problem: `The files do not tell ${what}: give ${flag}.` })

const describeProposal = ({ findings, problems }: IngestProposal): string =>
  [
    ...findings.flatMap(({ title, path, facts, problems: own }) => [
      `${title}  (${path})`,
      ...facts.map(({ label, value }) => `    ${label}: ${value}`),
      ...own.map(({ level, message }) => `    ${level}: ${message}`),
    ]),
    ...problems.map(({ level, message }) => `${level}: ${message}`),
  ].join('\n')

const describeResult = ({ session, inserted, warnings }: IngestResult, dryRun: boolean): string =>
  [
    `session ${JSON.stringify(session)}`,
    ...inserted
      .filter(({ rows }) => rows > 0)
      .map(({ table, rows }) => `  ${table}: ${rows} row${rows === 1 ? '' : 's'}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
    dryRun ? 'Nothing was registered (--dry-run).' : 'Registered.',
  ].join('\n')
