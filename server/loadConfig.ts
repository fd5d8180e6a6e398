import { resolve } from 'node:path'
import { type Config, type ConfigInput, readConfig } from '#server/config.ts'
import { packageFile, packageFolder } from '#server/packageFile.ts'
import { readConfigFile } from '#server/readConfigFile.ts'
import { readStores } from '#server/stores/readStores.ts'

/**
 * The configuration of this process: flags over environment over `labbook.config.ts` beside package.json, or the file that
 * LABBOOK_CONFIG names. The default home and a relative one of the file lie in the package's folder, so that a command finds
 * them from wherever it is called; a relative LABBOOK_HOME starts in the current folder, as a person expects.
 * @throws CONFIG_INVALID
 */
export const loadConfig = async (flags: ConfigInput = {}): Promise<Config> => {
  const { LABBOOK_CONFIG: named } = process.env
  const file = await readConfigFile(named ? resolve(named) : packageFile('labbook.config.ts'))
  const stores = readStores(process.env, file.stores)
  return readConfig(process.env, { ...file, home: resolve(packageFolder, file.home ?? '.labbook'), stores }, flags)
}
