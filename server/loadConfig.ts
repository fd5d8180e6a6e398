import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import { type Config, type ConfigInput, readConfig } from '#server/config.ts'
import { packageFile, packageFolder } from '#server/packageFile.ts'
import { readStores } from '#server/stores/readStores.ts'

/**
 * The configuration of this process: flags over environment over `labbook.config.ts` beside package.json. The default home
 * and a relative one of the file lie in the package's folder, so that a command finds them from wherever it is called; a
 * relative LABBOOK_HOME starts in the current folder, as a person expects. @throws CONFIG_INVALID
 */
export const loadConfig = async (flags: ConfigInput = {}): Promise<Config> => {
  const file = await configFile()
  const stores = readStores(process.env, file.stores)
  return readConfig(process.env, { ...file, home: resolve(packageFolder, file.home ?? '.labbook'), stores }, flags)
}

/** In the file, `stores` is written as in a DataJoint configuration. */
type ConfigFile = Omit<ConfigInput, 'stores'> & { readonly stores?: unknown }

const configFile = async (): Promise<ConfigFile> => {
  const path = packageFile('labbook.config.ts')
  if (!existsSync(path)) return {}
  const { tsImport } = await import('tsx/esm/api')
  try {
    const module = (await tsImport(path, import.meta.url)) as { default?: ConfigFile }
    return module.default ?? {}
  } catch (cause) {
    throw new LabBookError('CONFIG_INVALID', { name: path, problem: (cause as Error).message }, { cause })
  }
}
