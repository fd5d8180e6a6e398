import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Real files of real labs, beside the repository on machines that have them; their tests are skipped elsewhere. */
export const samples = fileURLToPath(new URL('../../../../shared/samples/', import.meta.url))
export const haveSamples = existsSync(samples)
