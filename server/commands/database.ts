import type { Command } from 'commander'
import { LabBookError } from '#core/errors.ts'
import { acquireDatabase } from '#db/acquireDatabase.ts'
import type { DatabaseAddress } from '#db/address.ts'
import { loadConfig } from '#server/loadConfig.ts'
import { oneOf } from './options.ts'
import { printJson, printLine } from './output.ts'

type Format = 'text' | 'json' | 'url'

/** `labbook database url`: where a Python client on this machine finds the database. */
export const addDatabase = (program: Command): void => {
  program
    .command('database')
    .description('the database behind the notebook')
    .command('url')
    .description('print host, port, user and password for a Python client')
    .option('--format <format>', 'text, json or url', oneOf('text', 'json', 'url'), 'text')
    .action(async ({ format }: { format: Format }) => {
      const acquired = await acquireDatabase({ ...(await loadConfig()) })
      try {
        await printAddress(assertReachable(acquired.credentials), format)
      } finally {
        await acquired.release()
      }
    })
}

type TcpAddress = Extract<DatabaseAddress, { host: string }>

const assertReachable = (credentials: DatabaseAddress | null): TcpAddress => {
  if (credentials && 'host' in credentials) return credentials
  throw new LabBookError('DATABASE_UNREACHABLE', {
    address: 'the embedded database',
    problem:
      'it only listens on a private socket. Start LabBook with --database-port 3306 (npm start -- --database-port 3306).',
  })
}

const printAddress = (address: TcpAddress, format: Format): Promise<void> => {
  const { host, port, user, password } = address
  if (format === 'json') return printJson({ host, port, user, password })
  if (format === 'url')
    return printLine(`mysql://${encodeURIComponent(user)}:${encodeURIComponent(password)}@${host}:${port}`)
  return printLine(`host      ${host}\nport      ${port}\nuser      ${user}\npassword  ${password}`)
}
