import { realpath } from 'node:fs/promises'
import { relative, sep } from 'node:path'
import { LabBookError } from '#core/errors.ts'
import type { AppContext } from './context.ts'
import { listDataRoots } from './dataRoots.ts'
import { isBelow } from './findDataFile.ts'

/** Absolute folders that files are looked for in: the data roots in their order, then where LabBook itself writes. */
export const dataRootPaths = async (app: AppContext): Promise<readonly string[]> => {
  const roots = (await listDataRoots(app)).map((root) => root.path)
  return app.config.processedRoot ? [...roots, app.config.processedRoot] : roots
}

/**
 * The data root that an absolute path lies in, the innermost of several, and the path from there (POSIX).
 * @throws OUTSIDE_ROOTS
 */
export const ownerRoot = async (app: AppContext, path: string): Promise<{ root: string; directory: string }> => {
  const roots = [...(await dataRootPaths(app))].sort((a, b) => b.length - a.length)
  for (const root of roots) {
    const directory = await pathWithin(root, path)
    if (directory !== null) return { root, directory }
  }
  throw new LabBookError('OUTSIDE_ROOTS', { path })
}

/** Links are followed where the path as written is not below the root. */
const pathWithin = async (root: string, path: string): Promise<string | null> => {
  if (isBelow(root, path)) return relative(root, path).split(sep).join('/')
  const [realRoot, realPath] = await Promise.all([root, path].map((one) => realpath(one).catch(() => null)))
  if (!realRoot || !realPath || !isBelow(realRoot, realPath)) return null
  return relative(realRoot, realPath).split(sep).join('/')
}
