import type { Job } from '#app/views.ts'
import { keyId, tableTitle } from '../../lib/labels.ts'

/** `ephys.CuratedClustering` -> `Curated clustering`. */
export const jobTitle = (table: string): string => tableTitle(table.slice(table.indexOf('.') + 1))

/** Tells one job from all others. */
export const jobId = ({ table, key }: Pick<Job, 'table' | 'key'>): string => `${table} ${keyId(key)}`

/** How soon to ask for jobs again, in ms: often while something runs or waits for a worker. */
export const jobInterval = (jobs: readonly Job[] | undefined): number =>
  jobs?.some(({ status }) => status === 'reserved' || status === 'pending') ? 2000 : 8000
