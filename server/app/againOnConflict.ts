import { LabBookError } from '#core/errors.ts'

const attempts = 4

/** Runs a transaction again that lost a deadlock or waited too long for a lock: whoever was in the way is done by then. */
export const againOnConflict = async <T>(transact: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++)
    try {
      return await transact()
    } catch (error) {
      if (attempt === attempts || !(error instanceof LabBookError && error.code === 'DATABASE_CONFLICT')) throw error
    }
}
