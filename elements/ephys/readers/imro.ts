/**
 * imro: which site and which gains each channel of a Neuropixels probe has. The head, then a tuple for each channel.
 *
 * | probe                               | head                                     | tuple                               |
 * |-------------------------------------|------------------------------------------|-------------------------------------|
 * | 3A                                  | (serial,option,channels)                 | channel bank ref apGain lfGain      |
 * | NP1-like: 0, 1020 … 1300            | (type,channels)                          | channel bank ref apGain lfGain hipass |
 * | NP2 one shank: 21, 2003, 2004       | (type,channels)                          | channel bankMask ref electrode      |
 * | NP2 four shanks: 24, 2013, 2020 …   | (type,channels)                          | channel shank bank ref electrode    |
 * | 1110                                | (type,columns,ref,apGain,lfGain,hipass)  | group bankA bankB, no site          |
 *
 * The first number of the head may be a part number such as NP2020. Source: SpikeGLX, imro table help; checked on files.
 */
import { parseMetaTable } from './spikeglxMeta.ts'

export type ImroEntry = {
  /** Acquired channel number. */
  readonly channel: number
  readonly shank: number
  /** Number of the site on its shank; undefined where the table names banks of groups only. */
  readonly electrode?: number
  readonly apGain?: number
  readonly lfGain?: number
}

export type Imro = {
  /** First field of the head: `0`, `24`, `NP2020`, or the serial number of a 3A probe. */
  readonly type: string
  readonly is3A: boolean
  readonly channels: number
  readonly entries: ReadonlyMap<number, ImroEntry>
}

/** Undefined when there is no table or its head is not understood. */
export const parseImro = (text: string | undefined): Imro | undefined => {
  const [head, ...tuples] = parseMetaTable(text)
  if (!head || head.length < 2) return undefined
  const is3A = head.length === 3
  if (head.length === 6) return uniformImro(head)
  const channels = Number(head[is3A ? 2 : 1])
  const entries = tuples.flatMap((tuple) => parseTuple(tuple.map(Number), is3A, channels) ?? [])
  return { type: head[0]!, is3A, channels, entries: new Map(entries.map((entry) => [entry.channel, entry])) }
}

/** Type 1110 has one gain for all channels, and its sites are known from the geometry map only. */
const uniformImro = (head: readonly string[]): Imro => {
  const [apGain, lfGain] = [Number(head[3]), Number(head[4])]
  const entries = Array.from({ length: 384 }, (_, channel) => ({ channel, shank: 0, apGain, lfGain }))
  return {
    type: head[0]!,
    is3A: false,
    channels: 384,
    entries: new Map(entries.map((entry) => [entry.channel, entry])),
  }
}

const parseTuple = (tuple: readonly number[], is3A: boolean, channels: number): ImroEntry | undefined => {
  if (!tuple.every(Number.isInteger)) return undefined
  const [channel, second, third, fourth, fifth] = tuple as [number, number, number, number, number]
  if (tuple.length === 4) return { channel, shank: 0, electrode: fourth }
  if (tuple.length === 6 || (tuple.length === 5 && is3A))
    return { channel, shank: 0, electrode: second * channels + channel, apGain: fourth, lfGain: fifth }
  return tuple.length === 5 && third >= 0 ? { channel, shank: second, electrode: fifth } : undefined
}
