import { existsSync } from 'node:fs'
import { fromRoot } from './setup/paths.mjs'
import { runNode } from './setup/run.mjs'

/**
 * `prisma generate`, without network. Prisma would download its schema engine, which generating does not use: a program that
 * does nothing stands in for it. Never run another Prisma command this way, it would report success and do nothing.
 */
const nothing = ['/bin/true', '/usr/bin/true'].find((path) => existsSync(path))

const { code, output } = await runNode([fromRoot('node_modules/prisma/build/index.js'), 'generate'], {
  env: {
    ...(nothing && { PRISMA_SCHEMA_ENGINE_BINARY: nothing }),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
})

if (code !== 0) process.stderr.write(`${output}\n`)
process.exitCode = code
