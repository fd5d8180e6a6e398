import { readFileSync } from 'node:fs'
import { ensurePrograms } from './debianPackages.mjs'
import { fromRoot } from './paths.mjs'

/** The embedded database needs MariaDB's server; a lab's own server (DATABASE_URL) needs nothing here. */
export const ensureDatabaseServer = async () => {
  if (process.env.DATABASE_URL || process.env.MARIADBD_BIN || configNamesServer()) return
  await ensurePrograms({
    title: 'MariaDB',
    programs: [
      ['mariadbd', 'mysqld'],
      ['mariadb-install-db', 'mysql_install_db'],
      // mariadb-install-db runs it; Debian has it in the client's package.
      ['my_print_defaults'],
    ],
    packages: ['mariadb-server-core', 'mariadb-client-core'],
    cure: 'set DATABASE_URL to a MySQL or MariaDB server that you have',
  })
}

const configNamesServer = () => {
  try {
    return /databaseUrl/.test(readFileSync(fromRoot('labbook.config.ts'), 'utf8'))
  } catch {
    return false
  }
}
