import type { InsertStatement } from '#core/sql/compileWrites.ts'
import type { Queryable } from '#db/port.ts'

/**
 * Executes the statements one after the other; while the server works on one, the next is made. `onWritten` is told the rows of
 * each that is done, and what it throws ends the insert, as does what the database says.
 */
export const executeInserts = async (
  database: Queryable,
  statements: Iterable<InsertStatement>,
  onWritten?: (rows: number) => void,
): Promise<void> => {
  let running: Promise<void> = Promise.resolve()
  try {
    for (const statement of statements) {
      await running
      running = executeOne(database, statement, onWritten)
    }
  } finally {
    // Also where the next could not be made: its transaction may not end before the statement that is under way.
    await running
  }
}

const executeOne = async (
  database: Queryable,
  { text, params, rows }: InsertStatement,
  onWritten?: (rows: number) => void,
): Promise<void> => {
  await database.execute(text, params)
  onWritten?.(rows)
}
