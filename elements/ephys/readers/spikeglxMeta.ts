/**
 * SpikeGLX's .meta: one `key=value` a line, UTF-8, CRLF or LF.
 *
 * | line                          | meaning                                                                       |
 * |-------------------------------|-------------------------------------------------------------------------------|
 * | typeThis                      | imec, nidq or obx                                                             |
 * | imSampRate, niSampRate, obSampRate | Hz, calibrated, never rounded                                            |
 * | nSavedChans                   | channels in the .bin                                                          |
 * | snsApLfSy, snsMnMaXaDw, snsXaDwSy | saved channels by kind, in the order of the .bin                          |
 * | acqApLfSy                     | acquired channels by kind: the numbering of snsSaveChanSubset                 |
 * | snsSaveChanSubset             | `all`, or ranges such as `0:383,768`, both ends included                      |
 * | ~imroTbl, ~snsGeomMap, ~snsShankMap | tables: `(…)(…)(…)`, the first group is the head                        |
 *
 * Split at the first `=`. Tools that copy headers drop the `~` of tables, so both spellings are the same key here.
 * Source: SpikeGLX, Metadata help.
 */
export type Meta = ReadonlyMap<string, string>

/** Keys and values as written; the known tables have their `~`. Lines without `=` are left out. */
export const parseMeta = (text: string): Meta => {
  const pairs = text.split(/\r\n|\n|\r/).flatMap((line) => {
    const at = line.indexOf('=')
    return at > 0 ? [[keyOf(line.slice(0, at).trim()), line.slice(at + 1).trim()] as const] : []
  })
  return new Map(pairs)
}

const tables = new Set(['imroTbl', 'snsChanMap', 'snsGeomMap', 'snsShankMap', 'muxTbl'])
const keyOf = (written: string) => (tables.has(written) ? `~${written}` : written)

/** The groups of a table: `(0:27:0:1)(0:59:0:1)` -> [['0','27','0','1'], …]. Fields part at commas, colons or blanks. */
export const parseMetaTable = (text: string | undefined): string[][] =>
  [...(text ?? '').matchAll(/\(([^()]*)\)/g)].map(([, group]) => group!.split(/[\s,:;]+/).filter(Boolean))

/** A finite number, or undefined. */
export const metaNumber = (meta: Meta, key: string): number | undefined => {
  const text = meta.get(key)
  const value = text === undefined || text === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) ? value : undefined
}

/** `384,0,1` -> [384, 0, 1] */
export const metaNumbers = (meta: Meta, key: string): number[] | undefined => {
  const values = meta.get(key)?.split(',').map(Number)
  return values?.every((value) => Number.isInteger(value) && value >= 0) ? values : undefined
}

/** `0:383,768` -> the numbers; `all` and nothing -> undefined, like ranges beyond `limit` channels. */
export const parseChannelSubset = (text: string | undefined, limit = 20_000): number[] | undefined => {
  if (text === undefined || text === '' || text === 'all') return undefined
  const channels: number[] = []
  for (const range of text.split(',')) {
    const [first, last = first] = range.split(':').map(Number)
    if (!(first! >= 0) || !(last! >= first!) || last! - first! + channels.length > limit) return undefined
    for (let channel = first!; channel <= last!; channel++) channels.push(channel)
  }
  return channels
}
