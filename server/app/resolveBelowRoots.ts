import { realpath } from 'node:fs/promises'
import { posix } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import type { AppContext } from './context.ts'
import { dataRootPaths } from './dataRootPaths.ts'
import { findDataFile, isBelow } from './findDataFile.ts'

/** Absolute path of a stored POSIX path, in the first data root that has it. @throws FILE_MISSING, OUTSIDE_ROOTS */
export const resolveBelowRoots = async (context: AppContext, relative: string): Promise<string> =>
  findDataFile(await dataRootPaths(context), relative)

/**
 * Absolute path of `relative` in this one root, links followed, so that whoever opens it opens what was checked.
 * @throws OUTSIDE_ROOTS when `root` is not a data root, or the path or a link on it leaves the root; FILE_MISSING
 */
export const resolveBelowRoot = async (context: AppContext, root: string, relative: string): Promise<string> => {
  const roots = await dataRootPaths(context)
  if (!roots.includes(root)) throw new LabBookError('OUTSIDE_ROOTS', { path: root })
  const realRoot = await real(root, root, roots)
  const path = await real(posix.join(root, posix.normalize(`/${relative}`)), relative, roots)
  if (!isBelow(realRoot, path)) throw new LabBookError('OUTSIDE_ROOTS', { path: relative })
  return path
}

const real = (path: string, shown: string, roots: readonly string[]): Promise<string> =>
  realpath(path).catch(() => {
    throw new LabBookError('FILE_MISSING', { file: shown, roots: roots.join(', ') })
  })
