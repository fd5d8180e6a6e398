import { list as auditList } from './audit/list.ts'
import { allowed } from './declare/allowed.ts'
import { create as declareCreate } from './declare/create.ts'
import { browse } from './folder/browse.ts'
import { cancel as cancelIngest } from './ingest/cancel.ts'
import { progress as ingestProgress } from './ingest/progress.ts'
import { propose } from './ingest/propose.ts'
import { register } from './ingest/register.ts'
import { ignore } from './job/ignore.ts'
import { list as jobList } from './job/list.ts'
import { populate } from './job/populate.ts'
import { previewReload } from './job/previewReload.ts'
import { release } from './job/release.ts'
import { reload } from './job/reload.ts'
import { retry } from './job/retry.ts'
import { retryAll } from './job/retryAll.ts'
import { add as personAdd } from './person/add.ts'
import { list as personList } from './person/list.ts'
import { describe } from './pipeline/describe.ts'
import { leftOut } from './pipeline/leftOut.ts'
import { status } from './pipeline/status.ts'
import { watch } from './pipeline/watch.ts'
import { list as plotList } from './plot/list.ts'
import { progress as plotProgress } from './plot/progress.ts'
import { count as queryCount } from './query/count.ts'
import { explain } from './query/explain.ts'
import { run } from './query/run.ts'
import { add as rootAdd } from './root/add.ts'
import { list as rootList } from './root/list.ts'
import { remove as rootRemove } from './root/remove.ts'
import { board } from './session/board.ts'
import { create } from './session/create.ts'
import { nextNumber } from './session/nextNumber.ts'
import { page } from './session/page.ts'
import { count } from './table/count.ts'
import { deleteRow } from './table/delete.ts'
import { importRows } from './table/import.ts'
import { insert } from './table/insert.ts'
import { page as tablePage } from './table/page.ts'
import { parents } from './table/parents.ts'
import { previewDelete } from './table/previewDelete.ts'
import { row } from './table/row.ts'
import { rows } from './table/rows.ts'
import { storeFolder } from './table/storeFolder.ts'
import { update } from './table/update.ts'
import { value } from './table/value.ts'
import { valueFolder } from './table/valueFolder.ts'
import { empty as trashEmpty } from './trash/empty.ts'
import { list as trashList } from './trash/list.ts'
import { restore as trashRestore } from './trash/restore.ts'
import { router } from './trpc.ts'
import { list as workerList } from './worker/list.ts'

/** Table of contents of the API: group.procedure, one file each. */
export const appRouter = router({
  pipeline: router({ describe, leftOut, status, watch }),
  table: router({
    rows,
    page: tablePage,
    row,
    value,
    valueFolder,
    storeFolder,
    count,
    insert,
    update,
    previewDelete,
    delete: deleteRow,
    import: importRows,
    parents,
  }),
  query: router({ run, count: queryCount, explain }),
  person: router({ list: personList, add: personAdd }),
  root: router({ list: rootList, add: rootAdd, remove: rootRemove }),
  folder: router({ browse }),
  ingest: router({ propose, register, progress: ingestProgress, cancel: cancelIngest }),
  session: router({ board, page, create, nextNumber }),
  job: router({ list: jobList, retry, retryAll, release, populate, ignore, previewReload, reload }),
  worker: router({ list: workerList }),
  plot: router({ list: plotList, progress: plotProgress }),
  declare: router({ allowed, create: declareCreate }),
  audit: router({ list: auditList }),
  trash: router({ list: trashList, restore: trashRestore, empty: trashEmpty }),
})

/** What the browser's client is typed by; web imports this type and nothing else of the server. */
export type AppRouter = typeof appRouter
