import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { modifiedTime } from '#elements/formats/fileTime.ts'
import { readTextFile } from '#elements/formats/textFile.ts'

/** Whether a person worked on a sorting in phy, and when it was last changed. */
export const readCuration = async (
  directory: string,
  judged: boolean,
): Promise<{ readonly curated: boolean; readonly modifiedAt: string }> => {
  const logged = await lastLoggedEdit(join(directory, 'phy.log'))
  const written = await modifiedTime(join(directory, 'spike_times.npy'))
  const touched = await latest(
    ['cluster_group.tsv', 'cluster_info.tsv', 'spike_clusters.npy'].map((name) => modifiedTime(join(directory, name))),
  )
  const curated = judged || logged !== null
  return { curated, modifiedAt: (curated ? (logged ?? touched) : written) ?? written ?? '1970-01-01T00:00:00' }
}

const latest = async (times: readonly Promise<string | null>[]) =>
  (await Promise.all(times)).reduce((a, b) => (b !== null && (a === null || b > a) ? b : a), null)

const edit = /Merge clusters|Split cluster|Change metadata_group/
const longDate = /(\d{4})-(\d\d)-(\d\d)[ T](\d\d:\d\d:\d\d)/
/** What a line starts with when phy writes two digits of the year: `22-03-14 10:11:12`. */
const shortDate = /(\d\d)-(\d\d)-(\d\d)[ T](\d\d:\d\d:\d\d)/

/** Time of the last merge, split or verdict in phy.log; null without the file or without edits. */
const lastLoggedEdit = async (path: string): Promise<string | null> => {
  if (!(await stat(path).catch(() => null))?.isFile()) return null
  const text = await readTextFile(path).catch(() => '')
  const last = text.split(/\r?\n/).findLast((line) => edit.test(line))
  if (last === undefined) return null
  const long = longDate.exec(last)
  const short = shortDate.exec(last)
  if (long) return `${long[1]}-${long[2]}-${long[3]}T${long[4]}`
  return short ? `20${short[1]}-${short[2]}-${short[3]}T${short[4]}` : modifiedTime(path)
}
