import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { root } from './paths.mjs'

/**
 * A step of the set-up that is skipped when its stamp says that it was done from the same inputs. The stamp is taken away
 * before the work and written after it, so that a half-finished step is done again.
 * @param inputs files and folders, relative to the package
 * @param stamp a file inside of what the step makes, so that it goes with it
 */
export const stampedStep = ({ title, inputs, stamp, make, variant = '' }) => {
  const file = resolve(root, stamp)
  const fingerprint = () => fingerprintOf(inputs, variant)
  return {
    title,
    isFresh: () => readStamp(file) === fingerprint(),
    make: async () => {
      rmSync(file, { force: true })
      const from = fingerprint()
      await make()
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, from)
    },
  }
}

const readStamp = (file) => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

/** SHA-1 over names and contents of these files and folders below `base`, tests and generated clients left out. */
export const fingerprintOf = (paths, variant = '', base = root) => {
  const hash = createHash('sha1').update(variant)
  for (const path of paths)
    for (const file of filesBelow(join(base, path)))
      hash.update(`\0${relative(base, file)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

const filesBelow = (path) => {
  const kind = statSync(path, { throwIfNoEntry: false })
  if (!kind) return []
  if (!kind.isDirectory()) return [path]
  return readdirSync(path)
    .filter((name) => !ignored.test(join(path, name)))
    .sort()
    .flatMap((name) => filesBelow(join(path, name)))
}

const ignored = /\/(node_modules|prisma\/client)$|\.test\.(tsx?|mjs)$|\.md$/
