import { existsSync } from 'node:fs'
import { LabBookError } from '#core/errors.ts'
import { type Config, type ConfigInput, readConfig } from '#server/config.ts'
import { packageFile } from '#server/packageFile.ts'

/** The configuration of this process: flags over environment over `labbook.config.ts` beside package.json. @throws CONFIG_INVALID */
export const loadConfig = async (flags: ConfigInput = {}): Promise<Config> =>
  readConfig(process.env, await configFile(), flags)

const configFile = async (): Promise<ConfigInput> => {
  const path = packageFile('labbook.config.ts')
  if (!existsSync(path)) return {}
  const { tsImport } = await import('tsx/esm/api')
  try {
    const module = (await tsImport(path, import.meta.url)) as { default?: ConfigInput }
    return module.default ?? {}
  } catch (cause) {
    throw new LabBookError('CONFIG_INVALID', { name: path, problem: (cause as Error).message }, { cause })
  }
}
