import type { Database } from '#db/port.ts'

/** Statements that clients have sent to the server so far, whoever they are; prepared ones count when they are executed. */
export const questions = async (database: Database): Promise<number> => {
  const [row] = await database.query("SHOW GLOBAL STATUS LIKE 'Questions'")
  return Number(row!.Value)
}
