import type { Key, Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { keyHash, keyText } from './keyText.ts'

/** Says how far one running make is, where every server of the lab sees it. */
export type ProgressRecorder = {
  progress(fraction: number, message: string): void
  warn(message: string): void
  /** After the job: warnings stay to be read, anything else is removed. */
  finish(): Promise<void>
}

/** ms between two writes of one job. */
const writeInterval = 500

/**
 * A progress that cannot be written is not worth a job: it is logged and forgotten. A job that is done before it has said
 * anything costs no statement; `reported` says that an earlier run left something to be removed.
 */
export const recordProgress = (
  app: AppContext,
  { table, key, reported = false }: { readonly table: Table; readonly key: Key; readonly reported?: boolean },
  workerId: string,
): ProgressRecorder => {
  const warnings: string[] = []
  let latest = { fraction: 0, message: '' }
  let timer: NodeJS.Timeout | null = null
  let written = reported
  let writing: Promise<unknown> = Promise.resolve()

  const write = () => {
    timer = null
    written = true
    const report = { ...latest, warnings: [...warnings], workerId }
    writing = writing.then(() => writeReport(app, table, key, report))
  }
  const schedule = () => {
    timer ??= setTimeout(write, writeInterval)
  }
  // What an earlier run said must not be taken for this one's.
  if (reported) schedule()

  return {
    progress(fraction, message) {
      latest = { fraction: Math.min(1, Math.max(0, fraction || 0)), message: message.slice(0, 1000) }
      schedule()
    },
    warn(message) {
      warnings.push(message)
      schedule()
    },
    async finish() {
      if (timer) clearTimeout(timer)
      latest = { fraction: 1, message: '' }
      if (warnings.length > 0) write()
      await writing
      if (written && warnings.length === 0) await clearProgress(app, table, key)
    },
  }
}

/** Hashes of the keys of a table of which something is recorded. */
export const recordedKeys = async (app: AppContext, table: Table): Promise<ReadonlySet<string>> => {
  const rows = await app.prisma.app_JobProgress.findMany({
    where: { table_name: table.name },
    select: { key_hash: true },
  })
  return new Set(rows.map(({ key_hash }) => key_hash))
}

/** Keeps what a make warned of that ran outside of a job, e.g. while a folder was ingested. */
export const recordWarnings = (app: AppContext, table: Table, key: Key, warnings: readonly string[]): Promise<void> =>
  writeReport(app, table, key, { fraction: 1, message: '', warnings, workerId: '' })

type Report = {
  readonly fraction: number
  readonly message: string
  readonly warnings: readonly string[]
  readonly workerId: string
}

/** Of very many warnings the first say enough. */
const mostWarnings = 50

const writeReport = async (app: AppContext, table: Table, key: Key, report: Report): Promise<void> => {
  const id = { table_name: table.name, key_hash: keyHash(table, key) }
  const kept = report.warnings.slice(0, mostWarnings).map((warning) => warning.slice(0, 500))
  const values = {
    job_key: keyText(table, key),
    fraction: report.fraction,
    message: report.message,
    warnings: kept.length > 0 ? JSON.stringify(kept) : null,
    worker_id: report.workerId,
    updated_at: app.now(),
  }
  await app.prisma.app_JobProgress
    .upsert({ where: { table_name_key_hash: id }, create: { ...id, ...values }, update: values })
    .catch((error: unknown) => app.log.warn('progress was not recorded', { error: String(error) }))
}

/** Forgets what was said about a job, e.g. because its rows are deleted. */
export const clearProgress = async (app: AppContext, table: Table, key: Key): Promise<void> => {
  const where = { table_name: table.name, key_hash: keyHash(table, key) }
  await app.prisma.app_JobProgress
    .deleteMany({ where })
    .catch((error: unknown) => app.log.warn('progress was not cleared', { error: String(error) }))
}
