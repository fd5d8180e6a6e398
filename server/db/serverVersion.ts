import type { Queryable } from './port.ts'

/** `10.11.19-MariaDB` */
export const serverVersion = async (database: Queryable): Promise<string> => {
  const [row] = await database.query('SELECT VERSION() AS version')
  return String(row?.version)
}

/** MariaDB writes defaults as SQL, keeps JSON as checked text, and has no functional indexes; MySQL is otherwise. */
export const isMariaDb = async (database: Queryable): Promise<boolean> => /mariadb/i.test(await serverVersion(database))
