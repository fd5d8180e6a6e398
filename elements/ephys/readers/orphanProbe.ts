import { createHash } from 'node:crypto'
import { posix } from 'node:path'
import type { Site } from '#elements/probe/index.ts'
import type { KilosortSorting } from './kilosort.ts'

/**
 * A sorting without its recording still needs a probe: a type is made of the channel positions, and the probe is named
 * after the folder: `ks-<folder>-<8 digits of a hash of path and positions>`, the same at every look.
 */
export const orphanProbeName = (path: string, sorting: KilosortSorting): string => {
  const folder = posix
    .basename(path)
    .replace(/[^\w.]+/g, '_')
    .slice(0, 18)
  return `ks-${folder}-${digits(path, JSON.stringify(sorting.channelPositions))}`
}

/** Name for probe.ProbeType: `ks-32ch-1a2b3c4d`. Sortings with the same positions share it. */
export const orphanProbeType = (sorting: KilosortSorting): string =>
  `ks-${channelCount(sorting)}ch-${digits(JSON.stringify([sorting.channelPositions, sorting.channelShanks]))}`

/** One site for each sorted channel, numbered in their order. */
export const orphanSites = (sorting: KilosortSorting): Site[] => {
  const positions = sorting.channelPositions
  const levels = (axis: 0 | 1) => [...new Set(positions?.map((position) => position[axis]))].sort((a, b) => a - b)
  const [xs, ys] = [levels(0), levels(1)]
  return Array.from({ length: channelCount(sorting) }, (_, electrode) => ({
    electrode,
    shank: sorting.channelShanks?.[electrode] ?? 0,
    shank_col: Math.max(0, xs.indexOf(positions?.[electrode]?.[0] ?? 0)),
    shank_row: Math.max(0, ys.indexOf(positions?.[electrode]?.[1] ?? electrode)),
    x_coord: positions?.[electrode]?.[0] ?? null,
    y_coord: positions?.[electrode]?.[1] ?? null,
  }))
}

const channelCount = ({ channelPositions, channelMap, channelShanks, params }: KilosortSorting): number =>
  channelPositions?.length ?? channelMap?.length ?? channelShanks?.length ?? params?.rawChannels ?? 0

const digits = (...texts: readonly string[]) => createHash('md5').update(texts.join('\n')).digest('hex').slice(0, 8)
