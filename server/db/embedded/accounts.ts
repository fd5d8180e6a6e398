import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { TcpAddress } from '../address.ts'
import type { Folder } from './folder.ts'

/** The account of Python and other clients on this machine. */
export const clientAccount = (folder: Folder, port: number): TcpAddress => ({
  host: '127.0.0.1',
  port,
  user: 'labbook',
  password: storedPassword(folder),
})

/**
 * Writes the statements that the server runs at each start before it lets anybody in: root without a password remains on the
 * unix socket alone, which only this user can reach, and with a port there is one account with the generated password.
 */
export const writeStartSql = (folder: Folder, port: number | null): void => {
  const statements = [
    "DELETE FROM mysql.global_priv WHERE User = '' OR (User = 'root' AND Host <> 'localhost');",
    'FLUSH PRIVILEGES;',
    ...(port === null ? [] : accountStatements(clientAccount(folder, port))),
  ]
  writeFileSync(folder.startSql, `${statements.join('\n')}\n`, { mode: 0o600 })
}

const accountStatements = ({ user, host, password }: TcpAddress): string[] => [
  `CREATE USER IF NOT EXISTS '${user}'@'${host}';`,
  `ALTER USER '${user}'@'${host}' IDENTIFIED BY '${password}';`,
  `GRANT ALL PRIVILEGES ON *.* TO '${user}'@'${host}' WITH GRANT OPTION;`,
]

/** Generated once and kept, so that a Python configuration stays valid. Letters, digits, - and _ only. */
const storedPassword = (folder: Folder): string => {
  if (!existsSync(folder.password))
    writeFileSync(folder.password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  return readFileSync(folder.password, 'utf8').trim()
}
