import { homedir } from 'node:os'
import { isAbsolute, resolve } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { noStores, type StoreSpecs } from '#core/stores/storeSpec.ts'

export type BlobStyle = 'codec' | 'bare'

/** The configuration of one process, read once from the environment, `labbook.config.ts` and the flags of the command line. */
export type Config = {
  /** Folder of the embedded database, the secret, the demo files and caches. Absolute. */
  readonly home: string
  /** A MySQL/MariaDB server to use instead of the embedded one. */
  readonly databaseUrl: string | null
  /** Databases are named `<prefix><schema>`. */
  readonly prefix: string
  readonly blobStyle: BlobStyle
  /** Absolute folders below which raw and processed files are read. A page adds more (app.DataRoot). */
  readonly dataRoots: readonly string[]
  /** Where LabBook writes processed files. */
  readonly processedRoot: string | null
  readonly port: number
  readonly host: string
  /** Port on 127.0.0.1 where the embedded database also listens for Python; null = unix socket only. */
  readonly databasePort: number | null
  readonly secret: string | null
  /** External stores: `stores` of labbook.config.ts, DJ_STORES, or a DataJoint configuration (LABBOOK_DATAJOINT_CONFIG). */
  readonly stores: StoreSpecs
  readonly demo: boolean
  readonly worker: boolean
  readonly assembly: AssemblyConfig
  /** Bytes that a form may send for one value. */
  readonly uploadLimit: number
  /** People who may create tables; null for everybody who has access. */
  readonly admins: readonly string[] | null
}

/** Which elements this LabBook has, and what of them the laboratory has itself. Of labbook.config.ts. */
export type AssemblyConfig = {
  /** Names of elements beside those that every LabBook has; null for all. */
  readonly elements: readonly string[] | null
  /** The laboratory's own tables, by what they stand for. */
  readonly links: Readonly<Partial<Record<LinkedRole, string>>>
  /** Whether sessions are keyed by their start or by a number. */
  readonly session: 'datetime' | 'id'
}

/** What a laboratory may have tables of its own for. */
export type LinkedRole =
  | 'Session'
  | 'Subject'
  | 'Experimenter'
  | 'Device'
  | 'SessionDirectory'
  | 'SessionExperimenter'
  | 'SessionNote'

export type ConfigInput = Partial<Config>
type Environment = Readonly<Record<string, string | undefined>>

/** Flags win over the environment, the environment over the file. @throws CONFIG_INVALID */
export const readConfig = (environment: Environment, file: ConfigInput = {}, flags: ConfigInput = {}): Config => {
  const fromEnvironment = withoutUndefined(environmentInput(environment))
  const merged = { ...defaults, ...withoutUndefined(file), ...fromEnvironment, ...withoutUndefined(flags) }
  assertPort('PORT', merged.port)
  if (merged.databasePort !== null) assertPort('--database-port', merged.databasePort)
  if (!/^[a-z0-9_]{0,32}$/.test(merged.prefix))
    throw invalid('LABBOOK_PREFIX', `"${merged.prefix}" may only hold lower-case letters, digits and _ (at most 32).`)
  return { ...merged, home: absolute(merged.home), dataRoots: merged.dataRoots.map(absolute) }
}

const defaults: Config = {
  home: '.labbook',
  databaseUrl: null,
  prefix: 'labbook_',
  blobStyle: 'codec',
  dataRoots: [],
  processedRoot: null,
  port: 8080,
  host: '127.0.0.1',
  databasePort: null,
  secret: null,
  stores: noStores,
  demo: true,
  worker: true,
  assembly: { elements: null, links: {}, session: 'datetime' },
  uploadLimit: 2 ** 31,
  admins: null,
}

const environmentInput = (environment: Environment): ConfigInput => ({
  home: environment.LABBOOK_HOME || undefined,
  databaseUrl: environment.DATABASE_URL || undefined,
  prefix: environment.LABBOOK_PREFIX,
  blobStyle: blobStyle(environment.LABBOOK_BLOB_STYLE),
  dataRoots: environment.LABBOOK_DATA_ROOTS?.split(':').filter(Boolean),
  processedRoot: environment.LABBOOK_PROCESSED_ROOT || undefined,
  port: portNumber(environment.PORT),
  secret: environment.LABBOOK_SECRET || undefined,
  uploadLimit: byteCount(environment.LABBOOK_UPLOAD_LIMIT),
  admins: names(environment.LABBOOK_ADMINS),
})

/** `ann, bo`; an empty text says nothing. */
const names = (text: string | undefined): string[] | undefined =>
  text
    ? text
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean)
    : undefined

const blobStyle = (text: string | undefined): BlobStyle | undefined => {
  if (!text) return undefined
  if (text === 'codec' || text === 'bare') return text
  throw invalid('LABBOOK_BLOB_STYLE', `"${text}" is neither codec nor bare.`)
}

const portNumber = (text: string | undefined): number | undefined => {
  if (!text) return undefined
  if (!/^\d+$/.test(text)) throw invalid('PORT', `"${text}" is not a port (0 to 65535).`)
  return Number(text)
}

/** `500 MB`, `2GB`, or bytes. */
const byteCount = (text: string | undefined): number | undefined => {
  if (!text) return undefined
  const [, digits, unit] = /^\s*(\d+(?:\.\d+)?)\s*([kMGT]?)B?\s*$/i.exec(text) ?? []
  if (digits === undefined) throw invalid('LABBOOK_UPLOAD_LIMIT', `"${text}" is no size such as 500 MB or 2 GB.`)
  return Math.round(Number(digits) * 1000 ** ' kmgt'.indexOf((unit || ' ').toLowerCase()))
}

const assertPort = (name: string, port: number): void => {
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw invalid(name, `${port} is not a port (0 to 65535).`)
}

const absolute = (path: string): string => {
  const expanded = path.startsWith('~/') ? `${homedir()}${path.slice(1)}` : path
  return isAbsolute(expanded) ? expanded : resolve(expanded)
}

const invalid = (name: string, problem: string) => new LabBookError('CONFIG_INVALID', { name, problem })

const withoutUndefined = <T extends object>(input: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>
  }
