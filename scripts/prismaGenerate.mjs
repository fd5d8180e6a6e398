import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/**
 * `prisma generate`, without network. Prisma would download its schema engine, which generating does not use: a program that
 * does nothing stands in for it. Never run another Prisma command this way, it would report success and do nothing.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const prisma = fileURLToPath(new URL('../node_modules/prisma/build/index.js', import.meta.url))

const nothing = ['/bin/true', '/usr/bin/true'].find((path) => existsSync(path))

const { status, stdout, stderr } = spawnSync(process.execPath, [prisma, 'generate'], {
  cwd: root,
  encoding: 'utf8',
  env: {
    ...process.env,
    ...(nothing && { PRISMA_SCHEMA_ENGINE_BINARY: nothing }),
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    CHECKPOINT_DISABLE: '1',
  },
})

if (status !== 0) process.stderr.write(`The Prisma client could not be generated:\n${stdout}${stderr}`)
process.exitCode = status ?? 1
