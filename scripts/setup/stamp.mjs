import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { root } from './paths.mjs'

/**
 * A stamp remembers from which inputs something was made. It is written after the work is done, so that a half-finished
 * set-up leaves none and the next run makes it again.
 */
export const isFresh = (stampFile, fingerprint) => {
  try {
    return readFileSync(stampFile, 'utf8') === fingerprint
  } catch {
    return false
  }
}

export const writeStamp = (stampFile, fingerprint) => {
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, fingerprint)
}

/** SHA-1 over names and contents of these files and folders (relative to the package), tests left out. */
export const fingerprintOf = (paths, extra = '') => {
  const hash = createHash('sha1').update(extra)
  for (const path of paths)
    for (const file of filesBelow(join(root, path))) hash.update(relative(root, file)).update(readFileSync(file))
  return hash.digest('hex')
}

const filesBelow = (path) => {
  let kind
  try {
    kind = statSync(path)
  } catch {
    return []
  }
  if (!kind.isDirectory()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !ignored.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesBelow(join(path, entry.name)))
}

const ignored = /^(node_modules|client)$|\.test\.tsx?$|\.md$/
