import { LabBookError } from '#core/errors.ts'
import { type DatabaseAddress, type TlsMode, tlsModes } from './address.ts'

/**
 * Reads `mysql://user:password@host:port` and `mysql://user:password@localhost?socket=/path` (also `mariadb://`, `socketPath=`).
 * `?tls=off|required|verify` decides how the connection is encrypted. A database in the path is ignored: LabBook names every database itself. @throws CONFIG_INVALID, which never shows the password
 */
export const parseDatabaseUrl = (text: string): DatabaseAddress => {
  const url = parseUrl(text)
  const account = { user: decode(url.username) || 'root', password: decode(url.password) }
  const socketPath = url.searchParams.get('socket') ?? url.searchParams.get('socketPath')
  if (socketPath) return { socketPath, ...account }
  if (!url.hostname) throw invalid('it names neither a host nor a socket.')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return { host, port: url.port ? Number(url.port) : 3306, ...readTls(url.searchParams.get('tls')), ...account }
}

const readTls = (mode: string | null): { tls?: TlsMode } => {
  if (mode === null) return {}
  const tls = tlsModes.find((known) => known === mode)
  if (!tls) throw invalid(`tls=${mode} is none of ${tlsModes.join(', ')}.`)
  return { tls }
}

const parseUrl = (text: string): URL => {
  if (!URL.canParse(text)) throw invalid('it is not a URL of the form mysql://user:password@host:3306.')
  const url = new URL(text)
  if (url.protocol === 'mysql:' || url.protocol === 'mariadb:') return url
  throw invalid(`it begins with ${url.protocol}//, not with mysql:// or mariadb://.`)
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    throw invalid('a % in the user or the password must be written as %25.')
  }
}

const invalid = (problem: string) => new LabBookError('CONFIG_INVALID', { name: 'DATABASE_URL', problem })
