import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeFrame } from '#core/frame/decodeFrame.ts'
import { encodeFrame } from '#core/frame/encodeFrame.ts'
import { levelForm } from './levelForm.ts'
import type { LevelRow } from './traceLevels.ts'

const number = fc.oneof(fc.double(), fc.constant(Number.NaN))
const means = fc.array(fc.float(), { maxLength: 9 }).map((values) => Float32Array.from(values))
const statistics = fc.record({ mean: number, std: number, skewness: number, snr: number }, { noNullPrototype: true })
const rowsOf = (known: fc.Arbitrary<LevelRow['statistics']>) =>
  fc.array(
    fc.tuple(fc.integer({ min: 0, max: 32_767 }), fc.record({ means, statistics: known }, { noNullPrototype: true })),
  )

test('a level comes back from its file as it was, with statistics and without, traces of unequal length among them', () => {
  const level = fc.record(
    {
      frames: fc.nat(),
      framesPerColumn: fc.integer({ min: 1, max: 99 }),
      rows: fc.oneof(rowsOf(statistics), rowsOf(fc.constant(null))).map((rows) => new Map(rows)),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(level, (kept) => {
      expect(levelForm.fromFrame(decodeFrame(encodeFrame(levelForm.toFrame(kept))))).toEqual(kept)
    }),
  )
})
