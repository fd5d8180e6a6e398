import type { Command } from 'commander'
import { LabBookError } from '#core/errors.ts'
import type { DatabaseAddress } from '#db/address.ts'
import { runningDatabase } from '#db/embedded/runningDatabase.ts'
import { parseDatabaseUrl } from '#db/parseDatabaseUrl.ts'
import type { Config } from '#server/config.ts'
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
    .action(async ({ format }: { format: Format }) => printAddress(clientAddress(await loadConfig()), format))
}

/** @throws CONFIG_INVALID, DATABASE_PRIVATE */
const clientAddress = ({ databaseUrl, home }: Config): DatabaseAddress => {
  if (databaseUrl !== null) return parseDatabaseUrl(databaseUrl)
  const running = runningDatabase(home)
  if (!running) throw new LabBookError('DATABASE_PRIVATE', { problem: `no LabBook runs on ${home}.` })
  if (!running.credentials)
    throw new LabBookError('DATABASE_PRIVATE', { problem: 'it listens on a private socket only.' })
  return running.credentials
}

const printAddress = (address: DatabaseAddress, format: Format): Promise<void> => {
  const { user, password } = address
  const place = 'host' in address ? { host: address.host, port: address.port } : { socket: address.socketPath }
  const fields = { ...place, user, password }
  if (format === 'json') return printJson(fields)
  if (format === 'url') return printLine(urlOf(address))
  return printLine(
    Object.entries(fields)
      .map(([name, value]) => `${name.padEnd(10)}${value}`)
      .join('\n'),
  )
}

const urlOf = (address: DatabaseAddress): string => {
  const account = `${encodeURIComponent(address.user)}:${encodeURIComponent(address.password)}`
  if ('host' in address) return `mysql://${account}@${address.host}:${address.port}`
  return `mysql://${account}@localhost/?socket=${encodeURIComponent(address.socketPath)}`
}
