import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { LabBookError } from '#core/errors.ts'

/**
 * Absolute path of a stored POSIX path, in the first data root that has it.
 * @throws OUTSIDE_ROOTS when the path, or what a link on it points to, leaves the data roots; FILE_MISSING
 */
export const findDataFile = async (roots: readonly string[], stored: string): Promise<string> => {
  for (const root of roots) {
    const path = resolve(root, stored)
    if (isAbsolute(stored) || !isBelow(root, path)) throw new LabBookError('OUTSIDE_ROOTS', { path: stored })
    const real = await existing(path)
    if (real !== null) return assertBelowRoots(real, path, roots)
  }
  throw new LabBookError('FILE_MISSING', { file: stored, roots: roots.join(', ') })
}

/** True for the folder itself and everything in it; both paths are absolute and without links. */
export const isBelow = (folder: string, path: string): boolean => {
  const between = relative(folder, path)
  return between !== '..' && !between.startsWith(`..${sep}`) && !isAbsolute(between)
}

const assertBelowRoots = async (real: string, path: string, roots: readonly string[]): Promise<string> => {
  const realRoots = await Promise.all(roots.map(existing))
  if (realRoots.some((root) => root !== null && isBelow(root, real))) return path
  throw new LabBookError('OUTSIDE_ROOTS', { path: real })
}

const existing = (path: string): Promise<string | null> => realpath(path).catch(() => null)
