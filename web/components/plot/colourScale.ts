/** Colours for pixels: 0xBBGGRR, the lower three bytes of a little-endian RGBA pixel. */

/** Eleven steps of viridis (van der Walt & Smith 2015, CC0): equal steps look equal, also to the colour-blind. */
const viridis = [
  [68, 1, 84],
  [72, 36, 117],
  [65, 68, 135],
  [53, 95, 141],
  [42, 120, 142],
  [33, 145, 140],
  [34, 168, 132],
  [68, 191, 112],
  [122, 209, 81],
  [189, 223, 38],
  [253, 231, 37],
] as const

const steps = 256
/** What is not known. */
export const unknownColour = 0x9a9a9a

export const packColour = (red: number, green: number, blue: number): number => (blue << 16) | (green << 8) | red

/** A colour as CSS writes it. */
export const cssColour = (colour: number): string =>
  `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`

/** `#rrggbb` as a pixel's colour. */
export const parseColour = (hex: string): number =>
  packColour(...([1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number]))

const table = Uint32Array.from({ length: steps }, (_, index) => viridisAt(index / (steps - 1)))

function viridisAt(fraction: number): number {
  const at = fraction * (viridis.length - 1)
  const left = Math.min(viridis.length - 2, Math.floor(at))
  const mixed = viridis[left]!.map((value, channel) =>
    Math.round(value + (viridis[left + 1]![channel]! - value) * (at - left)),
  )
  return packColour(...(mixed as [number, number, number]))
}

/** Dark blue for 0, yellow for 1 and what lies beyond; grey for NaN. */
export const sequentialColour = (fraction: number): number =>
  Number.isNaN(fraction) ? unknownColour : table[Math.round(Math.min(1, Math.max(0, fraction)) * (steps - 1))]!

/** A colour for a number that only names something: hues by the golden angle, so that neighbours differ; always the same. */
export const categoryColour = (index: number): number => {
  const hue = (index * 137.508) % 360
  const lightness = [0.55, 0.68, 0.6][index % 3]!
  return hslColour(hue, 0.85, lightness)
}

const hslColour = (hue: number, saturation: number, lightness: number): number => {
  const strength = saturation * Math.min(lightness, 1 - lightness)
  const channel = (offset: number) => {
    const at = (offset + hue / 30) % 12
    return Math.round(255 * (lightness - strength * Math.max(-1, Math.min(at - 3, 9 - at, 1))))
  }
  return packColour(channel(0), channel(8), channel(4))
}

/** A CSS gradient of the sequential colours, for a legend. */
export const sequentialGradient = (): string =>
  `linear-gradient(to right, ${viridis.map((rgb) => `rgb(${rgb.join(' ')})`).join(', ')})`
