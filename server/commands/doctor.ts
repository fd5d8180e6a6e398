import { access, constants, statfs } from 'node:fs/promises'
import type { Command } from 'commander'
import { listDataRoots } from '#app/dataRoots.ts'
import { LabBookError } from '#core/errors.ts'
import { tablesWithoutLineage } from '#db/lineage.ts'
import { peekPackedBlob } from '#db/packBlob.ts'
import { presentTables } from '#db/presentTables.ts'
import { serverVersion } from '#db/serverVersion.ts'
import type { OpenPipeline } from '#server/openPipeline.ts'
import type { ObjectStore } from '#server/stores/objectStore.ts'
import { openStores } from '#server/stores/openStores.ts'
import { printLine } from './output.ts'
import { withPipeline } from './withPipeline.ts'

type Finding = { readonly ok: boolean; readonly sentence: string }
type Check = (opened: OpenPipeline) => Promise<Finding | Finding[]>

/** `labbook doctor`: looks at what usually goes wrong, one line a finding; exit code 1 when something needs a cure. */
export const addDoctor = (program: Command): void => {
  program
    .command('doctor')
    .description('check the installation, and say what to mend')
    .action(async () => {
      await printFinding({ ok: true, sentence: `Node ${process.versions.node}` })
      await withPipeline(examine, { declare: 'never' })
    })
}

const examine = async (opened: OpenPipeline): Promise<void> => {
  for (const check of checks)
    for (const finding of [await check(opened).catch(asFinding)].flat()) await printFinding(finding)
}

const printFinding = ({ ok, sentence }: Finding): Promise<void> => {
  if (!ok) process.exitCode = 1
  return printLine(`${ok ? 'ok      ' : 'PROBLEM '} ${sentence}`)
}

/** A check that cannot be made is a finding too, and hides no other. */
const asFinding = (error: unknown): Finding => {
  if (!(error instanceof LabBookError)) throw error
  return { ok: false, sentence: `${error.message} ${error.hint}` }
}

const serverAnswers: Check = async ({ database }) => ({
  ok: true,
  sentence: `the database answers: ${await serverVersion(database)}`,
})

const tablesAreThere: Check = async ({ pipeline, database }) => {
  const there = await presentTables(database)
  const own = pipeline.tables.filter(({ native }) => native)
  const missing = own.filter((table) => !there.get(table.database)?.has(table.sqlName)).map(({ name }) => name)
  return missing.length
    ? { ok: false, sentence: `these tables are missing: ${missing.join(', ')}. Start LabBook once; it declares them.` }
    : {
        ok: true,
        sentence: `${own.length} tables declared, ${pipeline.tables.length - own.length} of other programs seen`,
      }
}

/** Tables that look like DataJoint's and that nobody can work with; they are no fault of this installation. */
const othersAreShown: Check = async ({ problems }) =>
  problems.map(({ table, reason }) => ({ ok: true, sentence: `${table} is not shown: ${reason}` }))

/** datajoint-python 2.x raises on joins with a table whose lineage is not complete. */
const lineageIsComplete: Check = async ({ pipeline, database }) => {
  const without = await tablesWithoutLineage(database, pipeline.tables, pipeline)
  const [own, others] = [true, false].map((native) => without.filter((table) => table.native === native))
  if (without.length === 0) return { ok: true, sentence: 'lineage is complete for Python 2.x' }
  return [
    { tables: own!, cure: 'Start LabBook once; it adds what is missing.' },
    {
      tables: others!,
      cure: 'In Python, schema.rebuild_lineage() mends it; so does a table declared here below them.',
    },
  ].flatMap(({ tables, cure }) =>
    tables.length === 0
      ? []
      : {
          ok: false,
          sentence: `without lineage, so that Python 2.x cannot join them: ${tables.map(({ name }) => name).join(', ')}. ${cure}`,
        },
  )
}

/** Which clients can use these databases follows from how blobs are stored. */
const clients: Check = async ({ config }) => ({
  ok: true,
  sentence:
    config.blobStyle === 'codec'
      ? 'blobs are stored for datajoint-python 2.x; a lab whose Python is still 0.14 sets LABBOOK_BLOB_STYLE=bare before the first start'
      : 'blobs are stored bare, for datajoint-python 0.14; 2.x sees them as raw bytes',
})

const dataRoots: Check = async (opened) => {
  const roots = await listDataRoots({ ...opened, pipeline: opened.pipeline, peekPackedBlob })
  if (roots.length > 0) return Promise.all(roots.map(({ path }) => readable(path)))
  return { ok: true, sentence: 'there are no data roots yet; the Settings page adds them' }
}

const readable = (folder: string): Promise<Finding> =>
  access(folder, constants.R_OK | constants.X_OK).then(
    () => ({ ok: true, sentence: `data root ${folder} can be read` }),
    () => ({
      ok: false,
      sentence: `data root ${folder} is not there or cannot be read; mount it, or correct it on the Settings page or in LABBOOK_DATA_ROOTS`,
    }),
  )

const externalStores: Check = async ({ config }) => {
  const stores = openStores(config.stores)
  try {
    const names = [...config.stores.stores.keys()]
    return await Promise.all(names.map((name) => answers(stores.open(name, '').store)))
  } finally {
    stores.close()
  }
}

const answers = (store: ObjectStore): Promise<Finding> =>
  store
    .isFolder('.labbook')
    .then(() => ({ ok: true, sentence: `external store ${store.name} answers (${store.place})` }), asFinding)

const freeSpace: Check = async ({ config }) => {
  const space = await statfs(config.home).catch(() => null)
  if (!space) return []
  const gigabytes = (space.bavail * space.bsize) / 1e9
  const cure = gigabytes > 1 ? '' : '; make room before the database stops'
  return { ok: gigabytes > 1, sentence: `${gigabytes.toFixed(1)} GB free below ${config.home}${cure}` }
}

const checks: readonly Check[] = [
  serverAnswers,
  tablesAreThere,
  othersAreShown,
  lineageIsComplete,
  clients,
  dataRoots,
  externalStores,
  freeSpace,
]
