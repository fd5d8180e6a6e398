/** Numbers as people read them. Locale-independent, so that a screenshot means the same everywhere. */

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** `81234` -> `81,234`; an estimate is marked `≈ 81,000`. */
export const formatCount = (count: number, approximate = false): string =>
  approximate ? `≈ ${grouped.format(Number(count.toPrecision(2)))}` : grouped.format(count)

/** `1 row`, `2 rows`. */
export const plural = (count: number, noun: string, nouns = `${noun}s`): string =>
  `${formatCount(count)} ${count === 1 ? noun : nouns}`

/** 1536 -> `1.5 kB`; decimal prefixes, as disks are sold. */
export const formatBytes = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1000 ** step
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step]}`
}

/** Seconds -> `850 ms`, `12.3 s`, `4 min 05 s`, `1 h 02 min`. */
export const formatDuration = (seconds: number): string => {
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`
  if (seconds < 60) return `${seconds.toFixed(1)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes} min ${two(Math.floor(seconds % 60))} s`
  return `${Math.floor(minutes / 60)} h ${two(minutes % 60)} min`
}

/** `2024-01-02T03:04:05.000000` -> `2024-01-02 03:04:05`; zero fractions are dropped, others kept. Never through Date. */
export const formatDatetime = (text: string): string => text.replace('T', ' ').replace(/\.0+$/, '')

const two = (value: number): string => String(value).padStart(2, '0')

/** Four to six digits as they matter: `65.51`, `1.2e-7`, `NaN`; the stored value stays whole in the title. */
export const formatFloat = (value: number): string => {
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value)
  const size = Math.abs(value)
  return size >= 1e-3 && size < 1e6 ? String(Number(value.toPrecision(6))) : value.toExponential(3)
}
