import { describe, expect, it } from 'vitest'
import { electrodeAt, findLayout, initialProbeTypes, layoutSites, siteOf } from './geometry.ts'
import { probeSchema } from './tables.ts'

const layout = (name: string) => findLayout(name)!

describe('probe layouts', () => {
  it.each([
    ['neuropixels 1.0 - 3A', 960],
    ['neuropixels 1.0 - 3B', 960],
    ['neuropixels UHD', 384],
    ['neuropixels 2.0 - SS', 1280],
    ['neuropixels 2.0 - MS', 5120],
    ['PRB_1_4_0480_1_C', 960],
    ['np1010', 960],
    ['NP1032', 4416],
    ['NP2021', 5120],
    ['NP1122', 384],
  ])('%s has %d sites', (name, count) => {
    expect(layoutSites(layout(name))).toHaveLength(count)
  })

  it.each([
    ['NP1010', 0, { shank: 0, shank_col: 0, shank_row: 0, x_coord: 27, y_coord: 0 }],
    ['NP1010', 1, { shank_col: 1, shank_row: 0, x_coord: 59, y_coord: 0 }],
    ['NP1010', 2, { shank_col: 0, shank_row: 1, x_coord: 11, y_coord: 20 }],
    ['NP1010', 959, { shank_col: 1, shank_row: 479, x_coord: 43, y_coord: 9580 }],
    ['NP1015', 3, { x_coord: 59, y_coord: 20 }],
    ['NP1020', 1, { x_coord: 114, y_coord: 0 }],
    ['NP1022', 1, { x_coord: 114, y_coord: 0 }],
    ['neuropixels UHD', 7, { shank_col: 7, shank_row: 0, x_coord: 56, y_coord: 0 }],
    ['neuropixels 2.0 - MS', 1280, { shank: 1, shank_col: 0, shank_row: 0, x_coord: 277, y_coord: 0 }],
    ['neuropixels 2.0 - MS', 5119, { shank: 3, shank_col: 1, shank_row: 639, x_coord: 809, y_coord: 9585 }],
    ['NP1122', 17, { shank_col: 1, shank_row: 1, x_coord: 15.5, y_coord: 3 }],
    ['NP1123', 13, { shank_col: 1, shank_row: 1, x_coord: 14.75, y_coord: 4.5 }],
    ['NP1200', 2, { shank_col: 0, shank_row: 1, x_coord: 36.5, y_coord: 31 }],
    ['NP2006', 3, { shank_col: 1, shank_row: 1, x_coord: 43, y_coord: 15 }],
    ['NXT3000', 5, { shank_col: 0, shank_row: 5, x_coord: 53, y_coord: 75 }],
  ])('%s has site %d where the data sheet has it', (name, electrode, site) => {
    expect(siteOf(layout(name), electrode)).toMatchObject(site)
  })

  it('finds every site again from its position', () => {
    for (const name of initialProbeTypes) {
      const sites = layoutSites(layout(name))
      const pitch = layout(name).shankPitch
      for (const { electrode, shank, x_coord, y_coord } of sites)
        expect(electrodeAt(layout(name), shank, x_coord! - shank * pitch, y_coord!)).toBe(electrode)
    }
  })

  it('finds no site beside the columns or beyond the tip', () => {
    expect(electrodeAt(layout('NP1010'), 0, 35, 0)).toBeUndefined()
    expect(electrodeAt(layout('NP1010'), 0, 27, -20)).toBeUndefined()
    expect(electrodeAt(layout('NP1010'), 1, 27, 0)).toBeUndefined()
  })

  it('comes with the rows of ProbeType and of all its sites', () => {
    const [types, electrodes] = probeSchema.tables
    expect(types!.contents).toHaveLength(initialProbeTypes.length)
    expect(new Set(electrodes!.contents!.map(({ probe_type }) => probe_type))).toEqual(new Set(initialProbeTypes))
  })
})
