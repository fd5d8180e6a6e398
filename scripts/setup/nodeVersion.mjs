import { SetupError } from './say.mjs'

const least = { major: 20, minor: 19 }

/** Says so when this Node is too old. What start.mjs imports has to load on Node 14, or nobody reads this sentence. */
export const assertNode = (version = process.versions.node) => {
  const [major, minor] = version.split('.').map(Number)
  if (major > least.major || (major === least.major && minor >= least.minor)) return
  throw new SetupError(
    `it needs Node ${least.major}.${least.minor} or newer, and this is ${version}. Install a newer one (nodejs.org) and run the same command again.`,
  )
}
