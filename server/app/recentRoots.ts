import type { AppContext } from './context.ts'
import { dataRootPaths } from './dataRootPaths.ts'

/** ms for which the list is believed: a folder that a page adds is known to the next jobs. */
const believedFor = 2000

/** The data roots, asked for again only now and then: short jobs come by the hundred in a second. */
export const recentRoots = (app: AppContext): (() => Promise<readonly string[]>) => {
  let roots: readonly string[] = []
  let readAt = Number.NEGATIVE_INFINITY
  return async () => {
    if (app.now().getTime() - readAt < believedFor) return roots
    roots = await dataRootPaths(app)
    readAt = app.now().getTime()
    return roots
  }
}
