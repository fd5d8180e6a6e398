import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readOps } from '#elements/ephys/readers/kilosortOps.ts'
import { PickleError, readPickle } from './pickle.ts'
import { folderWith } from './testing/folders.ts'
import { haveSamples, samples } from './testing/samples.ts'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

/** np.save of {'settings': {n_chan_bin 385, fs 30000.0, Th_universal 9, drift_smoothing, x_centers None, results_dir}, 'do_CAR': True}. */
const savedOps =
  '8003636e756d70792e636f72652e6d756c746961727261790a5f7265636f6e7374727563740a636e756d70790a6e6461727261790a4b008543016287' +
  '52284b0129636e756d70790a64747970650a58020000004f3889888752284b0358010000007c4e4e4e4affffffff4affffffff4b3f7462895d7d7100' +
  '28580800000073657474696e677371017d710228580a0000006e5f6368616e5f62696e71034d81015802000000667371044740dd4c0000000000580c' +
  '00000054685f756e6976657273616c71054b09580f00000064726966745f736d6f6f7468696e6771065d710728473fe0000000000000473fe0000000' +
  '000000473fe0000000000000655809000000785f63656e7465727371084e580b000000726573756c74735f646972710958040000002f782f79710a75' +
  '5806000000646f5f434152710b88756174622e'

const npyHeader = "{'descr': '|O', 'fortran_order': False, 'shape': (), }\n"
const npyOf = (payload: Uint8Array) =>
  Uint8Array.from([
    0x93,
    0x4e,
    0x55,
    0x4d,
    0x50,
    0x59,
    1,
    0,
    npyHeader.length,
    0,
    ...Buffer.from(npyHeader),
    ...payload,
  ])

describe('readPickle', () => {
  it.each([
    ['80024e2e', null],
    ['8002882e', true],
    ['80024a ffffffff 2e'.replaceAll(' ', ''), -1n],
    ['80028a06000000000001 2e'.replaceAll(' ', ''), 1n << 40n],
    ['800247 3fb999999999999a 2e'.replaceAll(' ', ''), 0.1],
    ['80028c02c2b52e', 'µ'],
    ['80024b014b02862e', { kind: 'tuple', items: [1n, 2n] }],
    ['80025d284b014b02652e', [1n, 2n]],
    ['80027d8c01614b01732e', { kind: 'dict', entries: [['a', 1n]] }],
  ])('reads %s', (hex, value) => {
    expect(readPickle(bytes(hex))).toEqual(value)
  })

  it('never makes an object, it leaves it out', () => {
    const system = '8002 5d 28 63 6f730a73797374656d0a 8c0472756e21 85 52 4b 07 65 2e'.replaceAll(' ', '')
    expect(readPickle(bytes(system))).toEqual([7n])
  })

  it('reads a list that holds itself', () => {
    expect(readPickle(bytes('80025d71004b01616800612e'))).toEqual([1n])
  })

  it.each([
    ['80025d', /short/],
    ['8002582affffff2e', /short/],
    ['800252', /takes more/],
    ['8002682a2e', /never remembered/],
    ['8002742e', /no mark/],
    ['80028bffffff7f2e', /integer of/],
    ['80020a', /not supported/],
  ])('refuses %s', (hex, message) => {
    expect(() => readPickle(bytes(hex))).toThrow(message)
  })

  it('refuses lists of lists of lists that would fill the memory', () => {
    const doubled = Array.from({ length: 40 }, (_, i) =>
      `5d71${(i + 1).toString(16).padStart(2, '0')}286800680065`.replaceAll(
        '6800',
        `68${i.toString(16).padStart(2, '0')}`,
      ),
    )
    expect(() => readPickle(bytes(`80025d7100${doubled.join('')}2e`))).toThrow(/more than 200000 values/)
  })

  it('survives any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (data) => {
        try {
          readPickle(data)
        } catch (error) {
          expect(error).toBeInstanceOf(PickleError)
        }
      }),
    )
  })
})

describe('readOps', () => {
  it('takes the settings of Kilosort 4 and leaves out places', async () => {
    const folder = await folderWith({ 'ops.npy': npyOf(bytes(savedOps)) })
    expect(await readOps(join(folder, 'ops.npy'))).toEqual([
      ['n_chan_bin', 385n],
      ['fs', 30_000],
      ['Th_universal', 9n],
      ['drift_smoothing', [0.5, 0.5, 0.5]],
      ['x_centers', null],
    ])
  })

  it('is empty for a file that is no such dict', async () => {
    const folder = await folderWith({
      'a.npy': npyOf(bytes('80024b012e')),
      'b.npy': 'something else entirely',
      'c.npy': npyOf(bytes('80')),
    })
    for (const name of ['a.npy', 'b.npy', 'c.npy', 'd.npy']) expect(await readOps(join(folder, name))).toEqual([])
  })
})

describe.skipIf(!haveSamples)('a real pickled dict', () => {
  it('gives the plain values of an ops.npy', () => {
    const file = readFileSync(join(samples, 'suite2p/defaults_in_repo/ops.npy'))
    expect(readPickle(file, 10 + file.readUInt16LE(8))).toMatchObject({
      kind: 'dict',
      entries: expect.arrayContaining([
        ['fs', 10],
        ['nplanes', 1n],
        ['block_size', [128n, 128n]],
      ]),
    })
  })
})
