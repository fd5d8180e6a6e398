import { staleModels, writeModel } from './prismaModels.ts'

/**
 * Writes prisma/models/<schema>.prisma for every schema of the elements, and removes those whose schema is gone.
 * With `--check` nothing is written: exit code 1 and a list when a file is not what its definitions say.
 */
const check = process.argv.includes('--check')
const stale = staleModels()

if (!check) for (const model of stale) writeModel(model)
for (const { file } of stale) process.stderr.write(`${check ? 'stale' : 'written'}: prisma/models/${file}\n`)
if (check && stale.length) process.stderr.write('Run "npm run generate" and commit the result.\n')
process.exitCode = check && stale.length ? 1 : 0
