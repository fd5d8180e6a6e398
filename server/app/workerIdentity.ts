import { hostname } from 'node:os'
import type { WorkerIdentity } from '#db/jobs/jobs.ts'
import packageJson from '../../package.json' with { type: 'json' }

/** How this process is named in the jobs that it takes. */
export const workerIdentity: WorkerIdentity = {
  host: hostname(),
  pid: process.pid,
  version: `LabBook ${packageJson.version}`,
}
