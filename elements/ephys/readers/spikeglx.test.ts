import { truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderWith, metaText } from '#elements/formats/testing/folders.ts'
import { haveSamples, samples } from '#elements/formats/testing/samples.ts'
import { readSpikeGlx } from './spikeglx.ts'
import { openBin } from './spikeglxBin.ts'
import { parseChannelSubset, parseMeta } from './spikeglxMeta.ts'

const stem = 'run_g0/run_g0_imec0/run_g0_t0.imec0.ap'
/** `frames` samples of 4 AP channels and the sync word: value = 10 · sample + channel. */
const bin = (frames: number) =>
  new Uint8Array(Int16Array.from({ length: frames * 5 }, (_, i) => Math.floor(i / 5) * 10 + (i % 5)).buffer)

const recordingIn = async (files: Record<string, string | Uint8Array>) => {
  const root = await folderWith(files)
  return readSpikeGlx(join(root, `${stem}.meta`))
}
const messages = ({ problems }: { problems: readonly { message: string }[] }) => problems.map(({ message }) => message)

describe('readSpikeGlx', () => {
  it('takes the length from the .bin, and keeps the calibrated rate', async () => {
    const recording = await recordingIn({
      [`${stem}.meta`]: metaText(4, { fileSizeBytes: '60' }),
      [`${stem}.bin`]: bin(6),
    })
    expect(recording).toMatchObject({
      kind: 'ap',
      samplingRate: 30000.061088,
      sampleCount: 6,
      startedAt: '2024-03-05T10:15:00',
    })
    expect(recording.durationSeconds).toBe(6 / 30000.061088)
    expect(recording.probe).toMatchObject({ serial: '18408406292', typeName: 'PRB_1_4_0480_1' })
    expect(recording.problems).toEqual([])
  })

  it('warns when header and file differ, and when a sample is cut', async () => {
    const files = { [`${stem}.meta`]: metaText(4, { fileSizeBytes: '600' }), [`${stem}.bin`]: bin(6).subarray(0, 57) }
    const recording = await recordingIn(files)
    expect(recording.sampleCount).toBe(5)
    expect(messages(recording)).toEqual([
      'The header says 600 bytes (0.002 s), the file holds 57 (0.000 s): the file counts.',
      'The file ends within a sample: 57 bytes are not a multiple of 10.',
    ])
  })

  it('falls back to the header without a .bin, and says so', async () => {
    const recording = await recordingIn({ [`${stem}.meta`]: metaText(4, { fileSizeBytes: '300000' }) })
    expect(recording).toMatchObject({ binPath: null, sampleCount: 30_000 })
    expect(messages(recording)[0]).toMatch(/There is no run_g0_t0\.imec0\.ap\.bin .* from the header/)
  })

  it('knows a compressed file, and a recording that has not ended', async () => {
    const recording = await recordingIn({ [`${stem}.meta`]: metaText(4), [`${stem}.cbin`]: new Uint8Array(3) })
    expect(recording.durationSeconds).toBeNull()
    expect(recording.compressedPath).toMatch(/\.cbin$/)
    expect(messages(recording)[0]).toMatch(/compressed.*still be recording/)
  })

  it('takes an empty .bin for no data', async () => {
    const files = { [`${stem}.meta`]: metaText(4, { fileSizeBytes: '300000' }), [`${stem}.bin`]: new Uint8Array(0) }
    const recording = await recordingIn(files)
    expect(recording).toMatchObject({ binPath: null, sampleCount: 30_000 })
    expect(messages(recording)).toEqual(['run_g0_t0.imec0.ap.bin is empty. The length is taken from the header.'])
  })

  it('reads files whose names are in upper case', async () => {
    const root = await folderWith({ 'RUN.AP.META': metaText(4, { fileSizeBytes: '60' }), 'RUN.AP.BIN': bin(6) })
    expect(await readSpikeGlx(join(root, 'RUN.AP.META'))).toMatchObject({
      stem: 'RUN.AP',
      binPath: join(root, 'RUN.AP.BIN'),
      sampleCount: 6,
    })
  })

  it('knows a table without its tilde', async () => {
    const table = /^~imroTbl=(.*)$/m.exec(metaText(4))![1]!.trim()
    const recording = await recordingIn({
      [`${stem}.meta`]: metaText(4, { '~imroTbl': null, '~snsShankMap': null, imroTbl: table, fileSizeBytes: '60' }),
    })
    expect(recording.channels.map(({ site }) => site?.electrode)).toEqual([0, 1, 2, 3])
  })

  it('refuses more channels than any probe has', async () => {
    const reading = recordingIn({ [`${stem}.meta`]: metaText(4, { nSavedChans: '99999999999' }) })
    await expect(reading).rejects.toThrow('nSavedChans: "99999999999" is not a number of channels')
  })

  it('finds gain and site by the original number of a saved channel', async () => {
    const changes = { snsSaveChanSubset: '10:11,300,383,768', '~snsShankMap': null }
    const { channels, syncChannels } = await recordingIn({ [`${stem}.meta`]: metaText(4, changes) })
    expect(channels.map(({ index, original, name, site }) => [index, original, name, site?.electrode])).toEqual([
      [0, 10, 'AP10', 10],
      [1, 11, 'AP11', 11],
      [2, 300, 'AP300', 300],
      [3, 383, 'AP383', 383],
    ])
    expect(channels[1]).toMatchObject({
      microvoltsPerBit: 2.34375,
      site: { shank_row: 5, shank_col: 1, x_coord: 43, y_coord: 100 },
    })
    expect(syncChannels).toBe(1)
  })

  it('warns when the site map contradicts the imro table', async () => {
    const recording = await recordingIn({ [`${stem}.meta`]: metaText(4, { snsSaveChanSubset: '10:13,768' }) })
    expect(messages(recording).join()).toMatch(/differ for 4 channels \(first: site 0 against 10\)/)
  })

  it('takes the sites of an unknown probe from the geometry map', async () => {
    const changes = {
      imDatPrb_pn: 'NP9999',
      imDatPrb_type: '9999',
      '~imroTbl': null,
      '~snsGeomMap': '(NP9999,2,250,70)(0:27:0:1)(0:59:0:1)(1:27:0:1)(1:27:15:1)',
    }
    const recording = await recordingIn({ [`${stem}.meta`]: metaText(4, changes) })
    expect(recording.probe?.typeName).toBe('NP9999')
    expect(recording.channels.map(({ site }) => site)).toMatchObject([
      { electrode: 0, shank: 0, shank_col: 0, shank_row: 0, x_coord: 27, y_coord: 0 },
      { electrode: 1, shank: 0, shank_col: 1, x_coord: 59 },
      { electrode: 2, shank: 1, shank_col: 0, x_coord: 277 },
      { electrode: 3, shank: 1, shank_row: 1, y_coord: 15 },
    ])
  })

  it.each([
    ['typeThis', { typeThis: 'imec9' }],
    ['imSampRate', { imSampRate: 'fast' }],
    ['nSavedChans', { nSavedChans: '0' }],
    ['snsApLfSy', { snsApLfSy: null }],
  ])('names the file and the field when %s is unusable', async (field, changes) => {
    await expect(recordingIn({ [`${stem}.meta`]: metaText(4, changes) })).rejects.toMatchObject({
      code: 'FILE_INVALID',
      data: { field, file: expect.stringMatching(/imec0\.ap\.meta$/) },
    })
  })

  it('survives ranges and tables that make no sense', async () => {
    const changes = {
      snsSaveChanSubset: '0:999999999',
      '~imroTbl': '(((',
      '~snsShankMap': '(1,2)(a:b:c:1)',
      fileCreateTime: 'soon',
    }
    const recording = await recordingIn({ [`${stem}.meta`]: metaText(4, changes) })
    expect(messages(recording).join(' ')).toMatch(/snsSaveChanSubset.*soon.*~imroTbl.*site of 4 channels is unknown/)
  })
})

describe('openBin', () => {
  it('cuts pieces of chosen channels, zero outside the file', async () => {
    const recording = await recordingIn({ [`${stem}.meta`]: metaText(4), [`${stem}.bin`]: bin(6) })
    const open = openBin(recording)
    expect([...open.readSamples(4, 3, [1, 3])]).toEqual([41, 43, 51, 53, 0, 0])
    expect([...open.readSamples(-1, 2, [0])]).toEqual([0, 0])
    expect([...open.readSamples(2, 1)]).toEqual([20, 21, 22, 23, 24])
    open.close()
  })

  it('says so when the file became shorter', async () => {
    const recording = await recordingIn({ [`${stem}.meta`]: metaText(4), [`${stem}.bin`]: bin(6) })
    await truncate(recording.binPath!, 20)
    const open = openBin(recording)
    expect(() => open.readSamples(0, 6)).toThrow(/became shorter/)
    open.close()
  })
})

describe('parseMeta', () => {
  it('splits at the first = and keeps tables', () => {
    const meta = parseMeta('\uFEFFa=1\nuserNotes=x=y\n~imroTbl=(0,384)(0 0)\nnonsense\n')
    expect(meta.get('userNotes')).toBe('x=y')
    expect(meta.get('~imroTbl')).toBe('(0,384)(0 0)')
    expect(meta.size).toBe(3)
  })

  it('expands ranges of channels', () => {
    expect(parseChannelSubset('0:2,768')).toEqual([0, 1, 2, 768])
    expect(parseChannelSubset('all')).toBeUndefined()
    expect(parseChannelSubset('5:1')).toBeUndefined()
  })
})

describe.skipIf(!haveSamples)('real SpikeGLX files', () => {
  const folder = join(samples, 'spikeglx')
  const read = (path: string) => readSpikeGlx(join(folder, path))
  const firstRow = async (path: string, channels: readonly number[]) => {
    const open = openBin(await read(path))
    const row = [...open.readSamples(0, 1, channels)]
    open.close()
    return row
  }

  it.each([
    [
      'DigitalChannelTest_g0/DigitalChannelTest_g0_t0.nidq.meta',
      {
        kind: 'nidq',
        samplingRate: 2500,
        nSavedChannels: 1,
        sampleCount: 406_776,
        durationSeconds: 162.7104,
        problems: [],
      },
    ],
    [
      'NP2_with_sync/all_chan_g0_imec0/all_chan_g0_t0.imec0.ap.meta',
      { kind: 'ap', samplingRate: 30_000, nSavedChannels: 385, sampleCount: 1000, firstSample: 500_141 },
    ],
    [
      'NP2_with_sync/all_chan_g0_t0.nidq.meta',
      { kind: 'nidq', samplingRate: 25_000, sampleCount: 1000, firstSample: 416_715 },
    ],
    [
      'Noise4Sam_g0/Noise4Sam_g0_imec0/Noise4Sam_g0_t0.imec0.ap.meta',
      { kind: 'ap', sampleCount: 1155, nSavedChannels: 385 },
    ],
    [
      'Noise4Sam_g0/Noise4Sam_g0_imec0/Noise4Sam_g0_t0.imec0.lf.meta',
      { kind: 'lf', samplingRate: 2500, binPath: null },
    ],
    ['Noise4Sam_g0/Noise4Sam_g0_t0.nidq.meta', { samplingRate: 11574.074074, nSavedChannels: 9, sampleCount: 60_864 }],
    ['TEST_20210920_0_g0/TEST_20210920_0_g0_t0.imec0.ap.meta', { sampleCount: 1000, nSavedChannels: 385 }],
    ['multi_dock/probe_1/npx.imec.ap.meta', { sampleCount: 100, syncChannels: 1 }],
    [
      'meta_only_ibl/sample3B_g0_t0.imec1.ap.meta',
      { samplingRate: 30000.390639481, durationSeconds: 824.4640643928594 },
    ],
    ['meta_only_ibl/sample3B_catgt.ap.meta', { startedAt: '2022-09-15T23:05:18' }],
    ['meta_only_ibl/sample3B2_exported.imec0.ap.meta', { startedAt: '2019-05-31T16:14:04', nSavedChannels: 302 }],
    ['meta_only_ibl/sampleNP2.4_4shanks_while_acquiring_incomplete.ap.meta', { durationSeconds: null }],
    [
      'meta_only_ibl/NP2QB_single_shank_meta/_spikeglx_ephysData_g0_t0.imec0.ap.meta',
      { syncChannels: 4, nSavedChannels: 388 },
    ],
  ])('gives the facts of %s', async (path, facts) => {
    expect(await read(path)).toMatchObject(facts)
  })

  it.each([
    ['NP2_with_sync/all_chan_g0_imec0/all_chan_g0_t0.imec0.ap.meta', 'NP2013', 3.02734375, [-292, -393, -153, -221]],
    ['Noise4Sam_g0/Noise4Sam_g0_imec0/Noise4Sam_g0_t0.imec0.ap.meta', 'PRB_1_4_0480_1', 2.34375, [-273, 11, -192, 7]],
  ])('gives gain and first samples of %s', async (path, typeName, microvoltsPerBit, row) => {
    const recording = await read(path)
    expect(recording.probe?.typeName).toBe(typeName)
    expect(new Set(recording.channels.map((channel) => channel.microvoltsPerBit))).toEqual(new Set([microvoltsPerBit]))
    expect(await firstRow(path, [0, 1, 2, 3])).toEqual(row)
  })

  it.each([
    ['sample3A_g0_t0.imec.ap.meta', 'neuropixels 1.0 - 3A', 2.34375, 0, 383],
    ['sample3A_g0_t0.imec.lf.meta', 'neuropixels 1.0 - 3A', 4.6875, 0, 383],
    ['sample3A_376_channels.ap.meta', 'neuropixels 1.0 - 3A', 2.34375, 0, 275],
    ['sampleNP2.1_g0_t0.imec.ap.meta', 'neuropixels 2.0 - SS', 0.762939453125, 0, 383],
    ['sampleNP2.4_1shank_g0_t0.imec.ap.meta', 'neuropixels 2.0 - MS', 0.762939453125, 0, 287],
    ['sampleNP2.4_4shanks_appVersion20230905.ap.meta', 'NP2014', 3.02734375, 0, 3935],
    ['sampleNP2QB.imec.ap.meta', 'NP2021', 3.02734375, 0, 4223],
    ['sampleNPultra_g0_t0.imec0.ap.meta', 'neuropixels UHD', 2.34375, 0, 383],
    ['sampleNHPlong_prototype.ap.meta', 'NP1030', 2.34375, 0, 383],
  ])('reads probe, gain and sites of %s, which agree with its site map', async (file, typeName, scale, first, last) => {
    const recording = await read(`meta_only_ibl/${file}`)
    expect(recording.probe?.typeName).toBe(typeName)
    expect(recording.channels[0]?.microvoltsPerBit).toBe(scale)
    expect([recording.channels[0]?.site?.electrode, recording.channels.at(-1)?.site?.electrode]).toEqual([first, last])
    expect(messages(recording).filter((message) => /site|gain/i.test(message))).toEqual([])
  })

  it('ignores a part number that could not be read', async () => {
    const { probe } = await readSpikeGlx(join(samples, 'kilosort/bombcell_toy_data/toy_data.ap.meta'))
    expect(probe).toMatchObject({ partNumber: '', typeName: 'neuropixels 1.0 - 3B', serial: '17131310491' })
  })

  it('finds the sync line in bit 6 of the last word', async () => {
    const open = openBin(await read('multi_dock/probe_2/npx.imec.ap.meta'))
    expect([...new Set(open.readSamples(0, 100, [384]))].every((word) => word === 0 || word === 64)).toBe(true)
    open.close()
  })
})
