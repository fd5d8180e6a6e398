import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { AppContext } from '#app/context.ts'
import { ownerRoot } from '#app/dataRootPaths.ts'
import { proposeIngest } from '#app/proposeIngest.ts'
import { registerIngest } from '#app/registerIngest.ts'
import type { IngestProposal, IngestRequest, IngestResult } from '#app/views.ts'
import { sessionRoles } from '#core/assembly/sessionRoles.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import { jsonObject, oneOf } from './options.ts'
import { explain, printJson, printLine } from './output.ts'
import { withContext } from './withContext.ts'

type IngestOptions = { session?: Key; subject?: string; dryRun: boolean; format: 'text' | 'json' }

/** `labbook ingest DIR`: finds recordings and results in a session folder, says what each is, proposes the session, registers. */
export const addIngest = (program: Command): void => {
  program
    .command('ingest')
    .argument('<folder>', 'a session folder below a data root')
    .option(
      '--session <key>',
      `existing session, such as '{"subject":"mouse1","session_datetime":"2026-01-02T03:04:05"}'`,
      jsonObject('a key as a JSON object'),
    )
    .option('--subject <subject>', 'subject of a new session')
    .option('--dry-run', 'say what would be registered, and register nothing', false)
    .option('--format <format>', 'text or json', oneOf('text', 'json'), 'text')
    .description('register the recordings and results of a folder')
    .action((folder: string, options: IngestOptions) =>
      withContext((context, signal) => ingest(context, folder, options, signal)),
    )
}

const actor = { user: '' }

const ingest = async (
  context: AppContext,
  folder: string,
  options: IngestOptions,
  signal: AbortSignal,
): Promise<void> => {
  const place = await ownerRoot(context, await existingFolder(resolve(folder)))
  const proposal = await proposeIngest(context, place, actor)
  if (options.format === 'text') await printLine(describeProposal(proposal))
  const tell = async (result: IngestResult | null): Promise<void> => {
    if (options.format === 'json') await printJson({ proposal, result, dryRun: options.dryRun })
    else if (result) await printLine(describeResult(result, options.dryRun))
  }
  const session = chooseSession(context, proposal, options)
  if ('missing' in session && options.dryRun) {
    explain(`${session.missing} to see what would be registered.`)
    return tell(null)
  }
  try {
    await tell(
      await registerIngest(context, { ...place, session: assertChosen(session), dryRun: options.dryRun }, actor, {
        signal,
      }),
    )
  } catch (error) {
    if (options.format === 'json') await tell(null)
    throw error
  }
}

const existingFolder = async (folder: string): Promise<string> => {
  const kind = await stat(folder).catch(() => null)
  if (kind?.isDirectory()) return folder
  const problem = kind ? `${folder} is a file, not a folder.` : `There is no folder ${folder}.`
  throw new LabBookError('INGEST_CONFLICT', { problem, cure: 'Give the folder of the session.' })
}

type Chosen = IngestRequest['session']
type Missing = { readonly missing: string }

const chooseSession = (
  { pipeline }: AppContext,
  { session }: IngestProposal,
  options: IngestOptions,
): Chosen | Missing => {
  if (options.session) return { key: options.session }
  const subject = options.subject ?? session.subject
  if (session.key && session.exists && subject === session.subject) return { key: session.key }
  if (!subject) return { missing: 'The path names no subject that is there: give --subject' }
  const { start } = sessionRoles(pipeline)
  if (session.startedAt) return { subject, startedAt: session.startedAt }
  return start?.primary ? { missing: 'The files do not tell when it started: give --session' } : { subject }
}

const assertChosen = (session: Chosen | Missing): Chosen => {
  if ('missing' in session) throw new LabBookError('INGEST_CONFLICT', { problem: `${session.missing}.` })
  return session
}

const describeProposal = ({ findings, problems }: IngestProposal): string =>
  [
    ...findings.flatMap(({ title, path, facts, problems: own }) => [
      `${title}  (${path})`,
      ...facts.map(({ label, value }) => `    ${label}: ${value}`),
      ...own.map(({ level, message }) => `    ${level}: ${message}`),
    ]),
    ...problems.map(({ level, message }) => `${level}: ${message}`),
  ].join('\n')

const describeResult = ({ session, inserted, warnings }: IngestResult, dryRun: boolean): string => {
  const filled = inserted.filter(({ rows }) => rows > 0)
  const outcome = filled.length > 0 ? 'Registered.' : 'It was registered already; there is nothing new.'
  return [
    `session ${JSON.stringify(session)}`,
    ...filled.map(({ table, rows }) => `  ${table}: ${rows} row${rows === 1 ? '' : 's'}`),
    ...warnings.map((warning) => `  warning: ${warning}`),
    dryRun ? 'Nothing was registered (--dry-run).' : outcome,
  ].join('\n')
}
