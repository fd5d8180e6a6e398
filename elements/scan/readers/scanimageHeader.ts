/**
 * What ScanImage says about an acquisition, in the texts of its TIFFs.
 *
 * | version        | where                                                             | lines                          |
 * |----------------|-------------------------------------------------------------------|--------------------------------|
 * | 3.x            | description (tag 270) of each page, ended by CR                   | state.acq.frameRate=3.90625    |
 * | 4.x, 5.0, 5.1  | description of each page                                          | scanimage.SI4.scanFrameRate = 30 |
 * | 5.2 and later  | BigTIFF, from byte 16: u32 117637889, u32 version (3 or 4),       | SI.hRoiManager.scanFrameRate = 30 |
 * |                | u32 length of the lines, u32 length of the rectangles' JSON,      |                                |
 * |                | both texts ended by NUL. Else tags 305 (lines) and 315 (JSON)     |                                |
 *
 * Values are literals of MATLAB: 1.5, true, 'text', [1 2;3 4], {…}. Numbers and texts are read, the rest stays as text.
 */
import { type OpenTiff, tiffTags } from '#elements/formats/tiff.ts'

export type ScanImageHeader = {
  /** Names without `SI.`, `scanimage.SI4.` or `state.`. */
  readonly values: ReadonlyMap<string, string>
  readonly family: 'state' | 'SI4' | 'SI'
  /** Description of the scanned rectangles; null in versions without it. */
  readonly roiJson: string | null
}

/** null for a TIFF of other software. @throws FILE_INVALID */
export const readScanImageHeader = (tiff: OpenTiff): ScanImageHeader | null => {
  const block = headerBlock(tiff)
  if (block) return { values: parseLines(block.lines, /^SI\./), family: 'SI', roiJson: block.roiJson }
  const software = tiff.readText(0, tiffTags.software)
  if (software && /^SI\.\w+/m.test(software))
    return { values: parseLines(software, /^SI\./), family: 'SI', roiJson: tiff.readText(0, tiffTags.artist) }
  const description = tiff.readText(0, tiffTags.description) ?? ''
  if (/^state\.\w+/m.test(description))
    return { values: parseLines(description, /^state\./), family: 'state', roiJson: null }
  const old = /^scanimage\.(SI\d?)\./m.exec(description)
  if (!old) return null
  return {
    values: parseLines(description, /^scanimage\.SI\d?\./),
    family: old[1] === 'SI4' ? 'SI4' : 'SI',
    roiJson: null,
  }
}

const blockMagic = 117637889
const blockOffset = 32

const headerBlock = (tiff: OpenTiff): { lines: string; roiJson: string | null } | null => {
  if (!tiff.bigTiff || tiff.size < blockOffset) return null
  const view = new DataView(tiff.readBytes(16, 16).slice().buffer)
  const [magic, lineBytes, roiBytes] = [0, 8, 12].map((at) => view.getUint32(at, tiff.littleEndian)) as [
    number,
    number,
    number,
  ]
  if (magic !== blockMagic || lineBytes > 2 ** 26 || roiBytes > 2 ** 26) return null
  if (blockOffset + lineBytes + roiBytes > tiff.size) return null
  const text = (at: number, length: number) =>
    Buffer.from(tiff.readBytes(at, length))
      .toString('utf8')
      .replace(/\0[\s\S]*$/, '')
  return { lines: text(blockOffset, lineBytes), roiJson: text(blockOffset + lineBytes, roiBytes) || null }
}

/** `name = value` lines ended by LF, CR or both; `prefix` is taken off the names. */
export const parseLines = (text: string, prefix: RegExp): ReadonlyMap<string, string> => {
  const values = new Map<string, string>()
  for (const line of text.split(/[\r\n]+/)) {
    const match = /^\s*([\w.]+)\s*=\s*(.*?)\s*$/.exec(line)
    if (match) values.set(match[1]!.replace(prefix, ''), match[2]!)
  }
  return values
}

/** Numbers of a literal, row by row: 5, [1 2], [1;2], [1 2;3 4], true. undefined for anything else, and for an empty list. */
export const matlabNumbers = (text: string | undefined): number[] | undefined => {
  const inner = /^\[?([^[\]{}']*)\]?$/.exec(text ?? '')?.[1]?.trim()
  if (!inner) return undefined
  const numbers = inner.split(/[\s,;]+/).map(matlabScalar)
  return numbers.some((value) => value === undefined) ? undefined : (numbers as number[])
}

const words: Readonly<Record<string, number>> = { true: 1, false: 0, Inf: Infinity, '-Inf': -Infinity, NaN: Number.NaN }

const matlabScalar = (word: string): number | undefined => {
  if (word in words) return words[word]
  const value = Number(word)
  return word === '' || Number.isNaN(value) ? undefined : value
}

/** A text literal without its quotes; the literal itself when it has none. */
export const matlabText = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : text.replace(/^'([\s\S]*)'$/, '$1').replaceAll("''", "'")
