import { access, constants, statfs } from 'node:fs/promises'
import type { Command } from 'commander'
import type { AppContext } from '#app/context.ts'
import { explainError, printLine } from './output.ts'
import { withContext } from './withContext.ts'

type Finding = { readonly ok: boolean; readonly sentence: string }
type Check = (context: AppContext) => Promise<Finding | Finding[]>

/** `labbook doctor`: looks at what usually goes wrong, one line a finding; exit code 1 when something needs a cure. */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('check the installation, and say what to mend')
    .action(async () => {
      const findings: Finding[] = [{ ok: true, sentence: `Node ${process.versions.node}` }]
      try {
        await withContext(async (context) => {
          for (const check of checks) findings.push(...[await check(context)].flat())
        })
      } catch (error) {
        explainError(error)
        process.exitCode = 1
      }
      for (const { ok, sentence } of findings) await printLine(`${ok ? 'ok      ' : 'PROBLEM '} ${sentence}`)
      if (findings.some(({ ok }) => !ok)) process.exitCode = 1
    })
}

const serverVersion: Check = async ({ database }) => {
  const [row] = await database.query('SELECT VERSION() AS version')
  return { ok: true, sentence: `the database answers: ${row?.version}` }
}

const tablesAreThere: Check = async ({ pipeline, database }) => {
  const rows = await database.query(
    'SELECT table_schema AS `database`, table_name AS `name` FROM information_schema.tables WHERE table_type = ?',
    ['BASE TABLE'],
  )
  const there = new Set(rows.map(({ database: schema, name }) => `${schema}.${name}`))
  const own = pipeline.tables.filter(({ native }) => native)
  const missing = own.filter((table) => !there.has(`${table.database}.${table.sqlName}`)).map(({ name }) => name)
  return missing.length
    ? { ok: false, sentence: `these tables are missing: ${missing.join(', ')}. Start LabBook once; it declares them.` }
    : {
        ok: true,
        sentence: `${own.length} tables declared, ${pipeline.tables.length - own.length} of other programs seen`,
      }
}

/** datajoint-python 2.x raises on joins with a table that its schema's ~lineage does not know. */
const lineageIsComplete: Check = async ({ pipeline, database }) => {
  const databases = [...new Set(pipeline.tables.filter(({ native }) => native).map((table) => table.database))]
  const without: string[] = []
  for (const name of databases) {
    const rows = await database.query(
      `SELECT DISTINCT table_name AS name FROM \`${name.replaceAll('`', '``')}\`.\`~lineage\``,
    )
    const known = new Set(rows.map((row) => row.name))
    without.push(
      ...pipeline.tables
        .filter((table) => table.database === name && !known.has(table.sqlName))
        .map((table) => table.name),
    )
  }
  return without.length
    ? {
        ok: false,
        sentence: `without lineage, so that Python 2.x cannot join them: ${without.join(', ')}. Start LabBook once; it adds our own.`,
      }
    : { ok: true, sentence: 'lineage is complete for Python 2.x' }
}

/** Which clients can use these databases follows from how blobs are stored. */
const clients: Check = async ({ config }) => ({
  ok: true,
  sentence:
    config.blobStyle === 'codec'
      ? 'blobs are stored for datajoint-python 2.x; a lab whose Python is still 0.14 sets LABBOOK_BLOB_STYLE=bare before the first start'
      : 'blobs are stored bare, for datajoint-python 0.14; 2.x sees them as raw bytes',
})

const dataRoots: Check = async ({ config }) =>
  config.dataRoots.length
    ? Promise.all(config.dataRoots.map(readable))
    : [{ ok: true, sentence: 'no data roots in the configuration; the Settings page adds them' }]

const readable = (folder: string): Promise<Finding> =>
  access(folder, constants.R_OK | constants.X_OK).then(
    () => ({ ok: true, sentence: `data root ${folder} can be read` }),
    () => ({
      ok: false,
      sentence: `data root ${folder} is not there or cannot be read; mount it, or correct LABBOOK_DATA_ROOTS`,
    }),
  )

const freeSpace: Check = async ({ config }) => {
  const { bavail, bsize } = await statfs(config.home)
  const gigabytes = (bavail * bsize) / 1e9
  return {
    ok: gigabytes > 1,
    sentence: `${gigabytes.toFixed(1)} GB free below ${config.home}${gigabytes > 1 ? '' : '; make room before the database stops'}`,
  }
}

const checks: readonly Check[] = [serverVersion, tablesAreThere, lineageIsComplete, clients, dataRoots, freeSpace]
