/**
 * Site layouts of silicon probes. Numbers: IMEC's data sheets as collected in probeinterface (MIT) and in DataJoint's
 * Element Array Electrophysiology. A site has a number that counts from the tip, row by row, then shank by shank.
 */
export type Layout = {
  readonly shanks: number
  /** µm between the left edges of neighbouring shanks */
  readonly shankPitch: number
  /** µm from the left shank edge to the first column, in even and in odd rows */
  readonly evenOffset: number
  readonly oddOffset: number
  /** µm between columns, and between rows */
  readonly columnPitch: number
  readonly rowPitch: number
  readonly rowsPerShank: number
  readonly sitesPerShank: number
}

/** A row of probe.ProbeType.Electrode without its type. x from the left edge of the first shank, y from the lowest row, µm. */
export type Site = {
  readonly electrode: number
  readonly shank: number
  readonly shank_col: number
  readonly shank_row: number
  readonly x_coord: number | null
  readonly y_coord: number | null
}

/** All sites of a layout, in order of their number. */
export const layoutSites = (layout: Layout): Site[] =>
  Array.from({ length: layout.shanks * layout.sitesPerShank }, (_, electrode) => siteOf(layout, electrode))

/** The site with this number; numbers beyond the layout continue its pattern. */
export const siteOf = (layout: Layout, electrode: number): Site => {
  const shank = Math.min(Math.floor(electrode / layout.sitesPerShank), layout.shanks - 1)
  const onShank = electrode - shank * layout.sitesPerShank
  const columns = columnsOf(layout)
  const row = Math.floor(onShank / columns)
  const column = onShank % columns
  return {
    electrode,
    shank,
    shank_col: column,
    shank_row: row,
    x_coord: shank * layout.shankPitch + offsetOf(layout, row) + column * layout.columnPitch,
    y_coord: row * layout.rowPitch,
  }
}

/** Number of the site in this shank, column and row. */
export const electrodeInRow = (layout: Layout, shank: number, column: number, row: number): number =>
  shank * layout.sitesPerShank + row * columnsOf(layout) + column

/** Number of the site nearest to x (from the left edge of its own shank) and y, µm; undefined if none is within 3 µm. */
export const electrodeAt = (layout: Layout, shank: number, x: number, y: number): number | undefined => {
  const row = Math.round(y / layout.rowPitch)
  const column = layout.columnPitch === 0 ? 0 : Math.round((x - offsetOf(layout, row)) / layout.columnPitch)
  if (row < 0 || row >= layout.rowsPerShank || column < 0 || column >= columnsOf(layout)) return undefined
  if (shank < 0 || shank >= layout.shanks) return undefined
  const misfit = Math.hypot(x - offsetOf(layout, row) - column * layout.columnPitch, y - row * layout.rowPitch)
  return misfit <= 3 ? electrodeInRow(layout, shank, column, row) : undefined
}

const columnsOf = (layout: Layout) => Math.round(layout.sitesPerShank / layout.rowsPerShank)
const offsetOf = (layout: Layout, row: number) => (row % 2 === 0 ? layout.evenOffset : layout.oddOffset)

type Numbers = readonly [
  shanks: number,
  shankPitch: number,
  evenOffset: number,
  oddOffset: number,
  columnPitch: number,
  rowPitch: number,
  rowsPerShank: number,
  sitesPerShank: number,
]

const layout = (...[shanks, shankPitch, evenOffset, oddOffset, columnPitch, rowPitch, rowsPerShank, sites]: Numbers) =>
  ({ shanks, shankPitch, evenOffset, oddOffset, columnPitch, rowPitch, rowsPerShank, sitesPerShank: sites }) as const

const neuropixels1 = layout(1, 0, 27, 11, 32, 20, 480, 960)
const primateShort = layout(1, 0, 27, 27, 32, 20, 480, 960)
const primateMediumStaggered = layout(1, 0, 27, 11, 87, 20, 1248, 2496)
const primateLongStaggered = layout(1, 0, 27, 11, 87, 20, 2208, 4416)
const primateMediumLinear = layout(1, 0, 11, 11, 103, 20, 1248, 2496)
const primateLongLinear = layout(1, 0, 11, 11, 103, 20, 2208, 4416)
const ultra = layout(1, 0, 14, 14, 6, 6, 48, 384)
const ultraProgrammable = layout(1, 0, 15.5, 15.5, 6, 6, 768, 6144)
const neuropixels2 = layout(1, 0, 27, 27, 32, 15, 640, 1280)
const neuropixels2FourShanks = layout(4, 250, 27, 27, 32, 15, 640, 1280)

/** Part numbers of the same silicon, and that layout. */
const parts: readonly (readonly [readonly string[], Layout])[] = [
  [['PRB_1_4_0480_1', 'PRB_1_4_0480_1_C', 'PRB_1_2_0480_2'], neuropixels1],
  [['NP1000', 'NP1001', 'NP1010', 'NP1011', 'NP1012', 'NP1013', 'NP1014'], neuropixels1],
  [['NP1015', 'NP1016', 'NP1017'], primateShort],
  [['NP1020', 'NP1021'], primateMediumStaggered],
  [['NP1022'], primateMediumLinear],
  [['NP1030', 'NP1031'], primateLongStaggered],
  [['NP1032', 'NP1033', 'NP1040', 'NP1041', 'NP1042', 'NP1050', 'NP1051'], primateLongLinear],
  [['NP1100'], ultra],
  [['NP1110'], ultraProgrammable],
  [['NP1120'], layout(1, 0, 6.75, 6.75, 4.5, 4.5, 192, 384)],
  [['NP1121'], layout(1, 0, 6.25, 6.25, 3, 3, 384, 384)],
  [['NP1122'], layout(1, 0, 12.5, 12.5, 3, 3, 24, 384)],
  [['NP1123'], layout(1, 0, 10.25, 10.25, 4.5, 4.5, 32, 384)],
  [['NP1200', 'NP1210'], layout(1, 0, 56.5, 36.5, 32, 31, 64, 128)],
  [['NP1300', 'NP1400'], layout(1, 0, 11, 11, 48, 20, 480, 960)],
  [['PRB2_1_4_0480_1', 'PRB2_1_2_0640_0', 'NP2000', 'NP2003', 'NP2004', 'NP2005'], neuropixels2],
  [['NP2006'], layout(1, 0, 27, 11, 32, 15, 640, 1280)],
  [['NP2300'], layout(1, 0, 11, 11, 48, 15, 640, 1280)],
  [['NP3010', 'NP3011', 'NP3012'], neuropixels2],
  [['PRB2_4_2_0640_0', 'PRB2_4_4_0480_1', 'NP2010', 'NP2013', 'NP2014'], neuropixels2FourShanks],
  [['NP2020', 'NP2021'], neuropixels2FourShanks],
  [['NP2022'], layout(4, 2141.45, 27, 11, 20, 15, 640, 1280)],
  [['NP3020', 'NP3021', 'NP3022', 'NP3023', 'NP3024'], neuropixels2FourShanks],
  [['NP3000'], layout(1, 0, 59, 59, 0, 15, 128, 128)],
  [['NXT3000'], layout(1, 0, 53, 53, 0, 15, 128, 128)],
]

/** The names that upstream's Elements give to probes which are not named by their part number. */
const namedLayouts: Readonly<Record<string, Layout>> = {
  'neuropixels 1.0 - 3A': neuropixels1,
  'neuropixels 1.0 - 3B': neuropixels1,
  'neuropixels 1.0': neuropixels1,
  'neuropixels UHD': ultra,
  'neuropixels 2.0 - SS': neuropixels2,
  'neuropixels 2.0 - MS': neuropixels2FourShanks,
}

/** Part numbers of Neuropixels 1.0, which upstream's readers use as names of types without creating those types. */
export const neuropixels1Parts: readonly string[] = parts.flatMap(([names, found]) =>
  found === neuropixels1 ? names : [],
)

/** The layout of a probe type, by its name or part number (any case, surrounding blanks ignored). */
export const findLayout = (probeType: string): Layout | undefined => layouts.get(probeType.trim().toLowerCase())

const layouts: ReadonlyMap<string, Layout> = new Map(
  [
    ...Object.entries(namedLayouts),
    ...parts.flatMap(([names, found]) => names.map((name) => [name, found] as const)),
  ].map(([name, found]) => [name.toLowerCase(), found] as const),
)

/** Types that LabBook knows from the start: upstream's names, and Neuropixels 1.0 by part number. */
export const initialProbeTypes: readonly string[] = [...Object.keys(namedLayouts), ...neuropixels1Parts]
