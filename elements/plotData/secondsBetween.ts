/** Seconds from one naive ISO datetime to another of the same clock; null where one is not there or not a datetime. */
export const secondsBetween = (earlier: unknown, later: unknown): number | null => {
  const [from, to] = [secondsOf(earlier), secondsOf(later)]
  return from === null || to === null ? null : Math.round((to - from) * 1e6) / 1e6
}

const pattern = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(\.\d+)?$/

/** Counted without a time zone: both moments are told by the laboratory's own clock. */
const secondsOf = (text: unknown): number | null => {
  const parts = pattern.exec(String(text))
  if (!parts) return null
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as Six
  return Date.UTC(year, month - 1, day, hour, minute, second) / 1000 + Number(parts[7] ?? 0)
}

type Six = [number, number, number, number, number, number]
