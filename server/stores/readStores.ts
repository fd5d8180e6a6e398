import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { noStores, parseStores, type StoreSpecs } from '#core/stores/storeSpec.ts'

type Environment = Readonly<Record<string, string | undefined>>
type Section = Readonly<Record<string, unknown>>

/**
 * The external stores of this process: `DJ_STORES` (JSON, as 2.x has it) before the DataJoint configuration that
 * LABBOOK_DATAJOINT_CONFIG names (`datajoint.json` of 2.x, `dj_local_conf.json` of 0.14) before `stores` of labbook.config.ts.
 * @throws CONFIG_INVALID
 */
export const readStores = (environment: Environment, ofFile: unknown): StoreSpecs => {
  if (environment.DJ_STORES) return parseStores(parseJson(environment.DJ_STORES, 'DJ_STORES'), 'DJ_STORES')
  if (environment.LABBOOK_DATAJOINT_CONFIG) return readDataJoint(environment.LABBOOK_DATAJOINT_CONFIG)
  return ofFile === undefined ? noStores : parseStores(ofFile, 'stores')
}

/** 0.14 reaches S3 without TLS unless told; 2.x keeps secrets in files of their own. */
const readDataJoint = (path: string): StoreSpecs => {
  const configuration = parseJson(readText(path), path) as Section | null
  const stores = (configuration?.stores ?? {}) as Section
  const isOld = /^\.?(dj_local_conf|datajoint_config)\.json$/.test(basename(path))
  return parseStores(withSecrets(stores, join(dirname(path), '.secrets')), `${path}: stores`, {
    secureByDefault: !isOld,
  })
}

/** `.secrets/stores.raw.secret_key` holds one setting. What the configuration says itself goes before. */
const withSecrets = (stores: Section, folder: string): Section => {
  const merged: Record<string, unknown> = { ...stores }
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    const [group, name, setting, ...more] = file.split('.')
    const spec = name ? merged[name] : undefined
    if (group !== 'stores' || !name || !setting || more.length > 0 || typeof spec !== 'object') continue
    merged[name] = { [setting]: readText(join(folder, file)).trim(), ...spec }
  }
  return merged
}

const readText = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw invalid(path, `it cannot be read (${(cause as NodeJS.ErrnoException).code})`, cause)
  }
}

/** The parser's message would quote the text, secrets and all. */
const parseJson = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw invalid(where, 'it is not JSON')
  }
}

const invalid = (name: string, problem: string, cause?: unknown): LabBookError =>
  new LabBookError('CONFIG_INVALID', { name, problem }, { cause })
