import type { Command } from 'commander'
import { addBackup, addRestore } from './backup.ts'
import { addBlob } from './blob.ts'
import { addDatabase } from './database.ts'
import { addDeclare } from './declare.ts'
import { addDescribe, addDiagram } from './describe.ts'
import { addDoctor } from './doctor.ts'
import { addIngest } from './ingest.ts'
import { addInsert } from './insert.ts'
import { addMigrate } from './migrate.ts'
import { addPopulate } from './populate.ts'
import { addQuery } from './query.ts'
import { addStart } from './start.ts'
import { addWorker } from './worker.ts'

/** The commands of `npx labbook`, in the order of its help. */
export const addAllCommands = (program: Command): void => {
  for (const add of [
    addStart,
    addWorker,
    addPopulate,
    addQuery,
    addDescribe,
    addDiagram,
    addDeclare,
    addMigrate,
    addInsert,
    addIngest,
    addBlob,
    addDatabase,
    addBackup,
    addRestore,
    addDoctor,
  ])
    add(program)
}
