import type { Queryable } from './port.ts'

/** `10.11.19-MariaDB` */
export const serverVersion = async (database: Queryable): Promise<string> => {
  const [row] = await database.query('SELECT VERSION() AS version')
  return String(row?.version)
}

/** In what servers differ. */
export type ServerKind = {
  readonly version: string
  /** It writes defaults as SQL and keeps JSON as checked text; MySQL is otherwise. */
  readonly isMariaDb: boolean
  /** Only MySQL 8 indexes expressions, such as parts of JSON values. */
  readonly hasFunctionalIndexes: boolean
}

export const serverKind = async (database: Queryable): Promise<ServerKind> => {
  const version = await serverVersion(database)
  const isMariaDb = /mariadb/i.test(version)
  return { version, isMariaDb, hasFunctionalIndexes: !isMariaDb && Number.parseInt(version, 10) >= 8 }
}
