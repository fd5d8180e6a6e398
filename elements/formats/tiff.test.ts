import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { folderWith } from './testing/folders.ts'
import { haveSamples, samples } from './testing/samples.ts'
import { numberedPages, type TestPage, type TestTiff, tiffBytes } from './testing/tiffFiles.ts'
import { type OpenTiff, tiffTags, withTiff } from './tiff.ts'

const reading = async <T>(bytes: Uint8Array, work: (tiff: OpenTiff) => T): Promise<T> =>
  withTiff(join(await folderWith({ 'x.tif': bytes }), 'x.tif'), work)
const pagesOf = (tiff: OpenTiff) => Array.from({ length: tiff.pageCount }, (_, i) => tiff.readPage(i))

describe('withTiff', () => {
  it('reads every page of any size, pixel type, byte order, strip height and offset width', async () => {
    const data = fc
      .record({
        height: fc.integer({ min: 1, max: 6 }),
        width: fc.integer({ min: 1, max: 5 }),
        stripRows: fc.integer({ min: 1, max: 6 }),
      })
      .chain((size) => {
        const length = { minLength: size.height * size.width, maxLength: size.height * size.width }
        const any = fc.oneof(
          fc.uint8Array(length),
          fc.int16Array(length),
          fc.uint16Array(length),
          fc.float32Array(length),
        )
        return fc.record({
          ...Object.fromEntries(Object.entries(size).map(([k, v]) => [k, fc.constant(v)])),
          data: any,
          description: fc.string({ unit: 'binary-ascii', maxLength: 12 }),
        })
      })
    await fc.assert(
      fc.asyncProperty(
        fc.array(data, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        fc.boolean(),
        async (made, bigTiff, bigEndian) => {
          const pages = made as unknown as TestPage[]
          await reading(tiffBytes({ pages, bigTiff, bigEndian }), (tiff) => {
            expect(tiff).toMatchObject({ bigTiff, littleEndian: !bigEndian, problems: [] })
            expect(pagesOf(tiff)).toEqual(pages.map((page) => page.data))
            expect(tiff.readText(0, tiffTags.description)).toBe(pages[0]!.description!.replace(/\0.*$/s, ''))
          })
        },
      ),
      { numRuns: 30 },
    )
  })

  it('says where pages change their size', async () => {
    const pages = [...numberedPages(2), { height: 1, width: 1, data: Int16Array.of(1) }]
    expect(await reading(tiffBytes({ pages }), ({ differsAt }) => differsAt)).toBe(2)
  })

  it.each([false, true])('keeps the whole pages of a file that is cut anywhere (BigTIFF: %s)', async (bigTiff) => {
    const whole = tiffBytes({ pages: numberedPages(3), bigTiff })
    const second = await reading(whole, (tiff) => tiff.page(1).strips[0]!)
    for (let size = second.offset + second.bytes; size < whole.length; size++)
      await reading(whole.subarray(0, size), (tiff) => {
        expect(tiff.pageCount).toBe(2)
        expect(tiff.problems[0]?.message).toMatch(/Page 2 is damaged.*2 pages before it/)
      })
    for (const size of [16, 40, 100])
      await expect(reading(whole.subarray(0, size), () => 0)).rejects.toMatchObject({ code: 'FILE_INVALID' })
  })

  it.each([
    ['leads back to a page before it', { pages: numberedPages(3), last: 8 }, 3, /leads back to byte 8/],
    ['leads out of the file', { pages: numberedPages(2), last: 2 ** 31 }, 2, /would be at byte 2147483648/],
    ['leads into the header', { pages: numberedPages(2), last: 3 }, 2, /would be at byte 3/],
    ['leads into the pixels', { pages: numberedPages(2), last: 150 }, 2, /tags|size|ends/],
    [
      'is followed by a page of absurdly many tags',
      { pages: [...numberedPages(1), { ...numberedPages(1)[0]!, changes: { 0: 60000 } }] },
      1,
      /60000 tags/,
    ],
    [
      'is followed by a page of absurd size',
      { pages: [...numberedPages(1), { ...numberedPages(1)[0]!, changes: { 256: 2 ** 31 } }] },
      1,
      /its size/,
    ],
    [
      'is followed by pixels outside the file',
      { pages: [...numberedPages(1), { ...numberedPages(1)[0]!, changes: { 273: 2 ** 30 } }] },
      1,
      /reach to byte/,
    ],
    [
      'is followed by too few pixels',
      { pages: [...numberedPages(1), { ...numberedPages(1)[0]!, changes: { 279: 3 } }] },
      1,
      /hold 3 of 12 bytes/,
    ],
  ] satisfies [string, TestTiff, number, RegExp][])(
    'keeps the pages before a chain that %s',
    async (_, made, count, message) => {
      await reading(tiffBytes(made), (tiff) => {
        expect(pagesOf(tiff)).toHaveLength(count)
        expect(tiff.problems).toEqual([{ level: 'warning', message: expect.stringMatching(message) }])
      })
    },
  )

  const first = (changes: TestPage['changes']) => tiffBytes({ pages: [{ ...numberedPages(1)[0]!, changes: changes! }] })
  it.each([
    ['something else', Buffer.from('not an image, but a text'), /no TIFF/],
    ['an empty file', new Uint8Array(), /only 0 bytes/],
    ['no pages', Uint8Array.of(0x49, 0x49, 42, 0, 0, 0, 0, 0, ...new Array(8).fill(0)), /no page/],
    ['compressed pages', first({ 259: 5 }), /compression 5/],
    ['colour', first({ 277: 3 }), /3 values a pixel/],
    ['pixels of 12 bits', first({ 258: 12 }), /12 bits/],
    ['no strips', first({ 273: null }), /no tag 273/],
    ['no width', first({ 256: null }), /no tag 256/],
  ])('refuses %s', async (_, bytes, message) => {
    await expect(reading(bytes, () => 0)).rejects.toMatchObject({
      code: 'FILE_INVALID',
      message: expect.stringMatching(message),
    })
  })

  it('survives any damage to its bytes', async () => {
    const whole = tiffBytes({ pages: numberedPages(2) })
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 }), async (at, value) => {
        const bytes = whole.slice()
        bytes[at] = value
        await reading(bytes, (tiff) => tiff.pageCount).catch((error) => expect(error.code).toBe('FILE_INVALID'))
      }),
      { numRuns: 60 },
    )
  })

  it('indexes two thousand pages in no time', async () => {
    const bytes = tiffBytes({ pages: numberedPages(2000), bigTiff: true })
    const path = join(await folderWith({ 'x.tif': bytes }), 'x.tif')
    const started = performance.now()
    await withTiff(path, (tiff) => expect(tiff.pageCount).toBe(2000))
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe.skipIf(!haveSamples)('real TIFFs', () => {
  it.each([
    ['sample_scanimage_version_3_8.tiff', 10, [14, 16, 15, 17]],
    ['scanimage_20220923_noroi.tif', 24, [-1, -1, -2, -3]],
    ['vol_no_flyback_00001_00001.tif', 90, [1, -6, 2, -10]],
    ['vol_one_ch_multi_files_00001_00001.tif', 160, [45, -4, 26, -3]],
  ])('%s has %i pages', async (name, count, pixels) => {
    await withTiff(join(samples, 'scanimage', name), (tiff) => {
      expect(tiff.pageCount).toBe(count)
      expect([...tiff.readPage(0).subarray(0, 4)]).toEqual(pixels)
    })
  })
})
