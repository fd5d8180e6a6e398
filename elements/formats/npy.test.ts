import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePythonAssignments, parsePythonLiteral } from '#core/stores/pythonLiteral.ts'
import { readNpy, readNpyHeader, readNpyRows } from './npy.ts'
import { folderWith } from './testing/folders.ts'

/** A file with this header text and these bytes, whatever they say. */
const rawNpy = (header: string, data: Uint8Array | number[] = [], version = 1): Uint8Array => {
  const text = Buffer.from(header, 'utf8')
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0]
  return Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, version, 0, ...length, ...text, ...data])
}
const header = (descr: string, shape: string, fortran = 'False') =>
  `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`
const fileWith = async (bytes: Uint8Array) => join(await folderWith({ 'x.npy': bytes }), 'x.npy')

describe('readNpy', () => {
  it('reads back any matrix in either order, whole and by rows', async () => {
    const matrix = fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
      .chain((shape) => {
        const size = shape[0] * shape[1] * shape[2]
        return fc.record({
          shape: fc.constant(shape),
          values: fc.array(fc.double(), { minLength: size, maxLength: size }),
        })
      })
    await fc.assert(
      fc.asyncProperty(matrix, fc.boolean(), async ({ shape: [a, b, c], values }, fortran) => {
        const rowMajor = Float64Array.from(values)
        const stored = fortran
          ? Float64Array.from(
              values,
              (_, i) => values[(i % a) * b * c + (Math.floor(i / a) % b) * c + Math.floor(i / (a * b))]!,
            )
          : rowMajor
        const path = join(await folderWithout(stored, [a, b, c], fortran), 'x.npy')
        expect((await readNpy(path)).data).toEqual(rowMajor)
        expect((await readNpyRows(path, 1, 2)).data).toEqual(rowMajor.slice(b * c, 3 * b * c))
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    ['<i8', [1, 0, 0, 0, 0, 0, 0, 128], BigInt64Array.from([-9223372036854775807n])],
    ['>i4', [0, 0, 1, 2], Int32Array.from([258])],
    ['>f8', [0x3f, 0xf0, 0, 0, 0, 0, 0, 0], Float64Array.from([1])],
    ['|b1', [1], Uint8Array.from([1])],
    ['|S3', [97, 98, 0], ['ab']],
    ['<U2', [0xb5, 0, 0, 0, 0, 0, 0, 0], ['µ']],
  ])('reads the type %s', async (descr, bytes, expected) => {
    expect((await readNpy(await fileWith(rawNpy(header(descr, '(1,)'), bytes)))).data).toEqual(expected)
  })

  it('reads versions 2 and 3, and a scalar', async () => {
    for (const version of [2, 3])
      expect((await readNpy(await fileWith(rawNpy(header('|u1', '()'), [7], version)))).data).toEqual(Uint8Array.of(7))
  })

  it.each([
    ['a file that is something else', Buffer.from('cluster_id\tgroup\n'), /magic/],
    ['an empty file', new Uint8Array(), /only 0 bytes/],
    ['an unknown version', rawNpy(header('<i4', '(1,)'), [0, 0, 0, 0], 9), /version: 9/],
    [
      'a header longer than the file',
      Uint8Array.from([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 2, 0, 255, 255, 255, 255]),
      /header length/,
    ],
    ['pickled objects', rawNpy(header('|O', '(1,)'), [0]), /Python objects/],
    ['structured arrays', rawNpy("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }"), /structured/],
    ['an endless shape', rawNpy(header('<f8', '(99999999, 99999999, 9999999)')), /is not a shape/],
    ['a negative shape', rawNpy(header('<f8', '(-1,)')), /is not a shape/],
    ['less data than the shape says', rawNpy(header('<f8', '(2,)'), [0, 0, 0]), /13 bytes short/],
    ['code in the header', rawNpy("__import__('os')"), /names no type/],
  ])('refuses %s and names the file', async (_, bytes, message) => {
    const path = await fileWith(bytes)
    await expect(readNpyHeader(path)).rejects.toMatchObject({ code: 'FILE_INVALID', data: { file: path } })
    await expect(readNpyHeader(path)).rejects.toThrow(message)
  })

  it('refuses to load more than it is told to', async () => {
    const path = await fileWith(rawNpy(header('|u1', '(9,)'), new Uint8Array(9)))
    await expect(readNpy(path, { maxBytes: 8 })).rejects.toThrow(/9 bytes, more than 8/)
  })

  it('names a file that is not there', async () => {
    await expect(readNpy('/nowhere/x.npy')).rejects.toThrow(/\/nowhere\/x\.npy.*ENOENT/)
  })
})

const folderWithout = (data: Float64Array, shape: readonly number[], fortran: boolean) =>
  folderWith({ 'x.npy': { data, shape, fortran } })

describe('parsePythonLiteral', () => {
  it.each([
    ["r'C:\\new\\data.bin'", 'C:\\new\\data.bin'],
    ["'a\\\\b\\n'", 'a\\b\n'],
    ["'C:\\data'", 'C:\\data'],
    ['"""two\nlines"""', 'two\nlines'],
    ['32000.', 32000],
    ['-1_000', -1000n],
    ['1e-3', 0.001],
    ['None', null],
    ['(1)', 1n],
    ['(1,)', { kind: 'tuple', items: [1n] }],
    ["[ 'a', # first\n 'b',\n]", ['a', 'b']],
    ["{'a': True}", { kind: 'dict', entries: [['a', true]] }],
  ])('reads %s', (text, value) => {
    expect(parsePythonLiteral(text)?.value).toEqual(value)
  })

  it.each(['open("x")', "'never closed", '[1, 2', '1 + 1j2', '{1}', `${'['.repeat(50)}${']'.repeat(50)}`, ''])(
    'does not read %s',
    (text) => {
      const literal = parsePythonLiteral(text)
      expect(literal === undefined || literal.end < text.length).toBe(true)
    },
  )

  it('reads assignments and lists the lines that are none of its business', () => {
    const text = "import os\ndat_path = ['a.bin',\n  'b.bin']\n# c = 1\nn = 5 # five\nd = os.getcwd()\ne = 3"
    const { values, skipped } = parsePythonAssignments(text)
    expect([...values]).toEqual([
      ['dat_path', ['a.bin', 'b.bin']],
      ['n', 5n],
      ['e', 3n],
    ])
    expect(skipped).toEqual(['line 6: d = os.getcwd()'])
  })

  it('survives any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parsePythonAssignments(`x = ${text}`)))
  })
})
