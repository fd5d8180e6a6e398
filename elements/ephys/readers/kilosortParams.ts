import { access } from 'node:fs/promises'
import { basename, isAbsolute, join } from 'node:path'
import type { BlobValue } from '#core/blob/value.ts'
import { parsePythonAssignments } from '#core/stores/pythonLiteral.ts'
import type { Problem } from '#elements/contract.ts'
import { readTextFile } from '#elements/formats/textFile.ts'

/** What phy's params.py says: `name = value`, values as literals. */
export type KilosortParams = {
  readonly values: ReadonlyMap<string, BlobValue>
  /** Hz */
  readonly samplingRate: number | null
  /** As written: one file, or several that are read one after the other. */
  readonly datPaths: readonly string[]
  /** Channels of the raw file. */
  readonly rawChannels: number | null
  readonly rawType: string
  /** Bytes before the first sample of the raw file. */
  readonly rawOffset: number
}

/** params.py of a sorting folder; null without one. What is not a literal is reported and left out. */
export const readParams = async (path: string, problems: Problem[]): Promise<KilosortParams | null> => {
  if (!(await exists(path))) return null
  const { values, skipped } = parsePythonAssignments(await readTextFile(path))
  for (const line of skipped)
    problems.push({ level: 'warning', message: `params.py ${line}: not a plain value, left out.` })
  return {
    values,
    samplingRate: positiveOrNull(values.get('sample_rate'), 'sample_rate', problems),
    datPaths: textList(values.get('dat_path')),
    rawChannels: positiveOrNull(values.get('n_channels_dat'), 'n_channels_dat', problems),
    rawType: typeof values.get('dtype') === 'string' ? (values.get('dtype') as string) : 'int16',
    rawOffset: Math.max(0, Number(values.get('offset') ?? 0)) || 0,
  }
}

/** The first raw file that exists: as written, below the sorting folder, or of the same name there or one level up. */
export const findRawFile = async (directory: string, datPaths: readonly string[]): Promise<string | null> => {
  for (const datPath of datPaths) {
    const portable = datPath.replaceAll('\\', '/')
    const name = basename(portable)
    const candidates = [
      isAbsolute(portable) ? portable : join(directory, portable),
      join(directory, name),
      join(directory, '..', name),
    ]
    for (const candidate of candidates) if (await exists(candidate)) return candidate
  }
  return null
}

export const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const positiveOrNull = (value: BlobValue | undefined, name: string, problems: Problem[]): number | null => {
  if (value === undefined) return null
  const number = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : Number.NaN
  if (number > 0 && Number.isFinite(number)) return number
  problems.push({ level: 'warning', message: `params.py: ${name} is ${String(value)}, not a positive number.` })
  return null
}

const textList = (value: BlobValue | undefined): string[] => {
  if (typeof value === 'string') return value === '' ? [] : [value]
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : []
}
