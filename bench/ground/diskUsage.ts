import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Bytes that the files below a folder take on the disk; the holes of sparse files take none. */
export const diskUsage = async (folder: string): Promise<number> => {
  const names = await readdir(folder, { recursive: true })
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ blocks }) => 512 * blocks,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}
