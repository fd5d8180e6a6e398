/** Where the channels of a simulated recording sit, as SpikeGLX describes them. */

export type DemoChannel = {
  /** Number in the acquired stream, which is also the column of the imro table. */
  readonly acquired: number
  /** Electrode on its shank. */
  readonly electrode: number
  readonly shank: number
  /** µm from the left edge of the shank. */
  readonly x: number
  /** µm from the bottom row. */
  readonly y: number
}

export type DemoProbe = {
  readonly serial: string
  readonly partNumber: string
  /** `imDatPrb_type`. */
  readonly type: number
  readonly shanks: number
  /** µm between shanks, as the geometry map writes it. */
  readonly shankPitch: number
  /** Volts at `maxInt`. */
  readonly range: number
  readonly maxInt: number
  readonly apGain: number
  /** Channels of the acquired stream per band: AP, LF, SY. */
  readonly acquiredBands: readonly [number, number, number]
  readonly imroHeader: string
  readonly imroEntry: (channel: DemoChannel) => string
  /** The site that every one of the 384 acquired channels is wired to. */
  readonly sites: readonly DemoChannel[]
}

/** Neuropixels 1.0 on bank 0: channel n is electrode n; two staggered columns, rows 20 µm apart. */
export const neuropixels1 = (serial: string): DemoProbe => ({
  serial,
  partNumber: 'PRB_1_4_0480_1',
  type: 0,
  shanks: 1,
  shankPitch: 0,
  range: 0.6,
  maxInt: 512,
  apGain: 500,
  acquiredBands: [384, 384, 1],
  imroHeader: '(0,384)',
  imroEntry: ({ acquired }) => `(${acquired} 0 0 500 250 1)`,
  sites: range(384).map((channel) => ({
    acquired: channel,
    electrode: channel,
    shank: 0,
    x: (rowOf(channel) % 2 === 0 ? 27 : 11) + 32 * (channel % 2),
    y: 20 * rowOf(channel),
  })),
})

/** Neuropixels 2.0 with four shanks (NP2013), the 96 lowest electrodes of each shank: columns 32 µm, rows 15 µm apart. */
export const neuropixels2FourShank = (serial: string): DemoProbe => ({
  serial,
  partNumber: 'NP2013',
  type: 2013,
  shanks: 4,
  shankPitch: 250,
  range: 0.62,
  maxInt: 2048,
  apGain: 100,
  acquiredBands: [384, 0, 1],
  imroHeader: '(2013,384)',
  imroEntry: ({ acquired, shank, electrode }) => `(${acquired} ${shank} 0 0 ${electrode})`,
  sites: range(384).map(fourShankSite),
})

/** µV per step of the int16 file. */
export const microvoltsPerBit = (probe: DemoProbe): number => (probe.range / probe.maxInt / probe.apGain) * 1e6

/** Position with the shanks side by side, µm. */
export const absoluteX = (probe: DemoProbe, channel: DemoChannel): number =>
  channel.shank * probe.shankPitch + channel.x

const range = (length: number): number[] => Array.from({ length }, (_, index) => index)
const rowOf = (electrode: number): number => Math.floor(electrode / 2)

/** Blocks of 48 channels lead to blocks of 48 electrodes: shank and block on it, in the order of the channels. */
const fourShankBlocks = [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1],
  [2, 0],
  [3, 0],
  [2, 1],
  [3, 1],
] as const

const fourShankSite = (acquired: number): DemoChannel => {
  const [shank, block] = fourShankBlocks[Math.floor(acquired / 48)]!
  const electrode = 48 * block + (acquired % 48)
  return { acquired, electrode, shank, x: 27 + 32 * (electrode % 2), y: 15 * rowOf(electrode) }
}
