import { statfs } from 'node:fs/promises'
import type { Figure, Size } from '../figure.ts'
import type { Options } from '../options.ts'

/** Says what is needed, and refuses to begin what would not fit. @throws Error */
export const assertDisk = async ({ figures, size, folder }: Options, say: (text: string) => void): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  say(`${figures.length} figures need ${neededDisk(figures, size)} below ${folder}, where ${gigabytes(free)} are free.`)
  if (bytesOf(figures, size) > free)
    throw new Error(
      `There is not enough room below ${folder}: choose another place by --folder, or fewer figures by --only.`,
    )
}

/** `1.5 GB` */
export const neededDisk = (figures: readonly Figure[], size: Size): string => gigabytes(bytesOf(figures, size))

const bytesOf = (figures: readonly Figure[], size: Size): number =>
  figures.reduce((sum, figure) => sum + figure.disk(size), 0)

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`
