import { LabBookError } from '#core/errors.ts'

/** For reads of jobs: a table that nobody ever populated has no job table, and so no jobs. */
export const noJobTable = (error: unknown): [] => {
  if (error instanceof LabBookError && error.code === 'UNKNOWN_TABLE') return []
  throw error
}
