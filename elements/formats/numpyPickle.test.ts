import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readNpyObjects, readNpyShape } from './npy.ts'
import { type PickledValue, readNumpyPickle } from './numpyPickle.ts'
import { PickleError } from './pickleMachine.ts'
import { folderWith } from './testing/folders.ts'
import { haveSamples, samples } from './testing/samples.ts'
import { encodeNpyObjects, encodePickle, objectArray, type Picklable } from './writePickle.ts'

const pickle = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))

/** numpy's array([1., 2.], '<f4') in protocol 2, whose bytes are a text that is encoded. */
const protocol2 = pickle(
  '\x80\x02cnumpy.core.multiarray\n_reconstruct\nq\x00cnumpy\nndarray\nq\x01K\x00\x85q\x02c_codecs\nencode\nq\x03X\x01\x00\x00\x00bq\x04X\x06\x00\x00\x00latin1q\x05\x86q\x06Rq\x07\x87q\x08Rq\t(K\x01K\x02\x85q\ncnumpy\ndtype\nq\x0bX\x02\x00\x00\x00f4q\x0cK\x00K\x01\x87q\rRq\x0e(K\x03X\x01\x00\x00\x00<q\x0fNNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tq\x10b\x89h\x03X\x09\x00\x00\x00\x00\x00\xc2\x80?\x00\x00\x00@h\x05\x86Rtb.',
)

const arrays = fc.oneof(
  fc
    .float32Array()
    .map((data) => ({ kind: 'ndarray' as const, dtype: 'float32' as const, shape: [data.length], data })),
  fc.int32Array().map((data) => ({ kind: 'ndarray' as const, dtype: 'int32' as const, shape: [1, data.length], data })),
  fc
    .bigInt64Array()
    .map((data) => ({ kind: 'ndarray' as const, dtype: 'int64' as const, shape: [data.length, 1], data })),
)
const { value: anyValue } = fc.letrec<{ value: Picklable }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
    fc.double(),
    fc.string({ unit: 'grapheme' }),
    fc.uint8Array({ maxLength: 300 }),
    arrays,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(tie('value'), { maxLength: 4 }).map((items) => ({ kind: 'tuple' as const, items })),
    fc.array(fc.tuple(fc.string(), tie('value')), { maxLength: 4 }).map((entries) => new Map(entries) as Picklable),
    fc.array(tie('value'), { maxLength: 3 }).map((items) => objectArray(items)),
  ),
}))

describe('readNumpyPickle', () => {
  it('reads back any value that the writer wrote', () => {
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(readNumpyPickle(encodePickle(value))).toEqual(value)
      }),
      { numRuns: 200 },
    )
  })

  it('reads bytes of protocol 2, which are an encoded text', () => {
    expect(readNumpyPickle(protocol2)).toEqual({
      kind: 'ndarray',
      dtype: 'float32',
      shape: [2],
      data: Float32Array.of(1, 2),
    })
  })

  it.each([
    ['float32', 0.5, 0.5],
    ['int32', -7, -7n],
    ['int64', 7n, 7n],
    ['bool', 1, true],
  ] as const)("takes numpy's %s for a number", (dtype, value, expected) => {
    expect(readNumpyPickle(encodePickle({ kind: 'scalar', dtype, value }))).toBe(expected)
  })

  it('reads texts of any length in an array', () => {
    const array = { kind: 'ndarray' as const, dtype: 'text' as const, shape: [2], data: ['ab', 'µ🐭'] }
    expect(readNumpyPickle(encodePickle(array))).toEqual(array)
  })

  it.each([
    ['os system', 'cos\nsystem\nX\x02\x00\x00\x00ls\x85R.', /os\.system/],
    ['builtins eval by its new opcode', '\x8c\x08builtins\x8c\x04eval\x93X\x01\x00\x00\x001\x85R.', /builtins\.eval/],
    ['a path', 'cpathlib\nPosixPath\n)R.', /pathlib\.PosixPath/],
    ["numpy's own way to code", 'cnumpy.testing\nrundocs\n)R.', /numpy\.testing\.rundocs/],
    ['another codec', 'c_codecs\ndecode\n)R.', /_codecs\.decode/],
    ['a name that is built from values', 'K\x01K\x02\x93.', /1\.2/],
  ])('refuses %s by name', (_, body, message) => {
    expect(() => readNumpyPickle(pickle(`\x80\x04${body}`))).toThrow(message)
  })

  it.each([
    ['a class as a value', 'cnumpy\nndarray\n.', /holds numpy\.ndarray/],
    ['a dtype as a value', 'cnumpy\ndtype\nX\x02\x00\x00\x00f4\x85R.', /numpy\.dtype/],
    ['a list that holds itself', ']q\x00h\x00a.', /contains itself/],
    ['an array without a state', 'cnumpy.core.multiarray\n_reconstruct\n)R.', /without its data/],
    ['an encoding that is not latin1', 'c_codecs\nencode\nX\x01\x00\x00\x00bX\x03\x00\x00\x00hex\x86R.', /bytes/],
    ['half a pickle', '}X\x01\x00\x00\x00a', /short/],
  ])('refuses %s', (_, body, message) => {
    expect(() => readNumpyPickle(pickle(`\x80\x02${body}`))).toThrow(message)
  })

  it('refuses an array whose bytes do not fill its shape', () => {
    const array = { kind: 'ndarray' as const, dtype: 'float32' as const, shape: [9], data: Float32Array.of(1) }
    expect(() => readNumpyPickle(encodePickle(array))).toThrow(/4 bytes for an array \(9\)/)
    const objects = { ...objectArray([1n]), shape: [2 ** 40] }
    expect(() => readNumpyPickle(encodePickle(objects))).toThrow(/1 objects for an array/)
  })

  it('makes what is recalled a million times once', () => {
    const doubled = Array.from(
      { length: 40 },
      (_, i) => `]q${String.fromCharCode(i + 1)}(h${String.fromCharCode(i)}h${String.fromCharCode(i)}e`,
    )
    const value = readNumpyPickle(pickle(`\x80\x02]q\x00${doubled.join('')}.`)) as PickledValue[]
    expect(value[0]).toBe(value[1])
  })

  it('survives any damage to its bytes', () => {
    const whole = encodePickle(
      objectArray([
        new Map<Picklable, Picklable>([
          ['ypix', { kind: 'ndarray', dtype: 'int32', shape: [2], data: Int32Array.of(1, 2) }],
        ]),
      ]),
    )
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), (at, value) => {
        const bytes = whole.slice()
        bytes[at] = value
        try {
          readNumpyPickle(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(PickleError)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('readNpyObjects', () => {
  it('gives a dict for what was saved as one, and a list of dicts as an array', async () => {
    const dict = new Map<Picklable, Picklable>([['fs', 10]])
    const folder = await folderWith({
      'ops.npy': encodeNpyObjects(dict),
      'stat.npy': encodeNpyObjects(objectArray([dict, dict])),
    })
    expect(await readNpyObjects(join(folder, 'ops.npy'))).toEqual(dict)
    expect(await readNpyObjects(join(folder, 'stat.npy'))).toMatchObject({
      dtype: 'object',
      shape: [2],
      data: [dict, dict],
    })
    expect(await readNpyShape(join(folder, 'stat.npy'))).toEqual([2])
  })

  it('names the file and the global that it refuses', async () => {
    const body = pickle('\x80\x04cposix\nsystem\n)R.')
    const folder = await folderWith({ 'ops.npy': Buffer.concat([encodeNpyObjects(1n).subarray(0, 128), body]) })
    await expect(readNpyObjects(join(folder, 'ops.npy'))).rejects.toThrow(/ops\.npy: pickle: .*posix\.system/)
  })

  it('tells how to save a file without dates and paths, and gives no advice for other globals', async () => {
    const npy = (text: string) => Buffer.concat([encodeNpyObjects(1n).subarray(0, 128), pickle(text)])
    const folder = await folderWith({
      'ops.npy': npy('\x80\x04cpathlib\nPosixPath\n)R.'),
      'it$(is).npy': npy('\x80\x04cdatetime\ndatetime\n)R.'),
      'stat.npy': npy('\x80\x04cposix\nsystem\n)R.'),
    })
    const messageOf = (name: string) => readNpyObjects(join(folder, name)).catch((error: Error) => error.message)
    expect(await messageOf('ops.npy')).toMatch(/names pathlib\.PosixPath, .* python -c ".*p='ops\.npy'/)
    expect(await messageOf('it$(is).npy')).toMatch(/datetime\.datetime.*p='FILE\.npy'/)
    expect(await messageOf('stat.npy')).not.toContain('python -c')
  })

  it('refuses arrays of numbers, and more bytes than it is told', async () => {
    const folder = await folderWith({
      'a.npy': { data: Float32Array.of(1), shape: [1] },
      'b.npy': encodeNpyObjects('long'),
    })
    await expect(readNpyObjects(join(folder, 'a.npy'))).rejects.toThrow(/no array of Python objects/)
    await expect(readNpyObjects(join(folder, 'b.npy'), { maxBytes: 9 })).rejects.toThrow(/more than 9/)
  })
})

describe.skipIf(!haveSamples)('real pickles', () => {
  it.each([
    ['plane0', 80_456, 1544],
    ['combined', 505_138, 3871],
  ])('sums the pixels of %s as numpy does', async (plane, sum, count) => {
    const stat = (await readNpyObjects(join(samples, 'suite2p/gin_2plane', plane, 'stat.npy'))) as unknown as {
      data: Map<string, { data: Int32Array }>[]
    }
    const xpix = stat.data.flatMap((roi) => [...roi.get('xpix')!.data])
    expect(xpix.reduce((a, b) => a + b, 0)).toBe(sum)
    expect(xpix).toHaveLength(count)
  })

  it('reads all settings', async () => {
    const ops = (name: string) => readNpyObjects(join(samples, 'suite2p', name))
    expect(((await ops('gin_2plane/plane0/ops.npy')) as Map<string, unknown>).size).toBe(109)
    expect(((await ops('defaults_in_repo/ops.npy')) as Map<string, unknown>).get('fs')).toBe(10)
    expect((await ops('defaults_in_repo/ops_1P.npy')) instanceof Map).toBe(true)
    expect(((await ops('defaults_in_repo/ops.npy')) as Map<string, unknown>).size).toBe(61)
  })
})
