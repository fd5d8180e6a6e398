import { fromRoot } from './paths.mjs'
import { runNode } from './run.mjs'
import { SetupError } from './say.mjs'
import { stampedStep } from './stamp.mjs'

/** The generated client; see scripts/prismaGenerate.mjs. */
export const prismaClient = stampedStep({
  title: 'Generating the Prisma client',
  inputs: ['prisma', 'prisma.config.ts', 'package-lock.json'],
  stamp: 'prisma/client/.labbook-generated',
  make: () => runOrFail([fromRoot('scripts/prismaGenerate.mjs')], 'the Prisma client could not be generated'),
})

/** dist/web and dist/server. */
export const pagesAndServer = stampedStep({
  title: 'Building the pages and the server',
  inputs: [
    'web',
    'server',
    'elements',
    'prisma',
    'public',
    'package.json',
    'package-lock.json',
    'vite.config.ts',
    'postcss.config.cjs',
  ],
  stamp: 'dist/.labbook-built',
  make: async () => {
    const vite = [fromRoot('node_modules/vite/bin/vite.js'), 'build', '--logLevel=warn']
    for (const args of [vite, [...vite, '--ssr']]) await runOrFail(args, 'the build failed', { NODE_ENV: 'production' })
  },
})

const runOrFail = async (args, what, env) => {
  const { code, output } = await runNode(args, { env })
  if (code !== 0) throw new SetupError(`${what}:\n${output.slice(-2000)}`)
}
