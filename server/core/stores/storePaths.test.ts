import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assertFilepath, confinedPath, hashPath, hashText, objectPath, uuidPath } from './storePaths.ts'
import { parseStores, type StoreSpec } from './storeSpec.ts'

const spec = (more: object = {}): StoreSpec =>
  parseStores({ raw: { protocol: 'file', location: '/data', ...more } }, 'stores').stores.get('raw')!

describe('paths in a store', () => {
  it('of content lie by its hash, in folders as the store says', () => {
    const hash = 'ntbkwkogoaeivvblrks3iudwiy'
    expect(hashPath(spec(), 'lab', hash)).toBe(`_hash/lab/${hash}`)
    expect(hashPath(spec({ subfolding: [2, 3], hash_prefix: '/h/' }), 'lab', hash)).toBe(`h/lab/nt/bkw/${hash}`)
    expect(uuidPath(spec(), 'lab', 'a2be2a9b8fcb')).toBe('lab/a2/be/a2be2a9b8fcb')
    expect(uuidPath(spec({ subfolding: [] }), 'lab', 'a2be', 'a.txt')).toBe('lab/a2be.a.txt')
  })

  it('hash text is base32 without padding', () => {
    expect(hashText(Uint8Array.from(Buffer.from('d41d8cd98f00b204e9800998ecf8427e', 'hex')))).toBe(
      '2qoyzwmpaczaj2mabgmoz6ccpy',
    )
  })

  it('of objects tell their row', () => {
    const key = { subject: 'a/b', session: '2024-01-02T03:04:05.250', note: '' }
    const place = { database: 'lab', sqlName: '_scan', attribute: 'movie', key, extension: '.npy', token: 'x8Kq01aZ' }
    expect(objectPath(spec(), place)).toBe(
      '_schema/lab/_scan/subject=a%2Fb/session=2024-01-02T03-04-05/note=/movie_x8Kq01aZ.npy',
    )
    expect(objectPath(spec({ partition_pattern: '{session}/{other}' }), place)).toBe(
      '_schema/session=2024-01-02T03-04-05/lab/_scan/subject=a%2Fb/note=/movie_x8Kq01aZ.npy',
    )
  })

  it('of objects stay in their store whatever the key holds', () => {
    const long = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(long, (text) => {
        const place = { database: 'lab', sqlName: 't', attribute: 'a', key: { k: text }, extension: '', token: 'abcd' }
        const path = objectPath(spec(), place)
        const parts = path.split('/')
        return (
          confinedPath('raw', path) === path && parts.length === 5 && new TextEncoder().encode(parts[3]).length < 120
        )
      }),
    )
  })

  it.each(['../x', 'a/../../x', '..', '', '/', 'a\\..\\b', 'C:/x', 'a\0b'])('never lead out of it: %j', (path) => {
    expect(() => confinedPath('raw', path)).toThrow(expect.objectContaining({ code: 'STORE_PATH' }))
  })

  it('that a person names lie outside of what DataJoint manages', () => {
    expect(assertFilepath(spec(), '/subject1//raw.bin')).toBe('subject1/raw.bin')
    for (const path of ['_hash/lab/x', '/_schema/x', './_schema/x'])
      expect(() => assertFilepath(spec(), path)).toThrow('not a path that may be used')
    expect(() => assertFilepath(spec({ filepath_prefix: 'raw' }), 'other/x')).toThrow('not a path that may be used')
  })
})
