import { packBlob, unpackBlob } from '#db/packBlob.ts'
import { seededRandom } from '#elements/random/index.ts'
import type { Figure, Measurement } from '../figure.ts'
import { otherName, type Python } from '../ground/python.ts'
import { median } from '../report/median.ts'
import { against } from './interleaved.ts'

/** Blobs to typed arrays, beside the copy of as many bytes. Noise, which is stored without compression. */
export const decodeFigure: Figure = {
  name: 'core.decode',
  title: 'decoding blobs of float32, beside a copy of their bytes',
  disk: () => 0,
  async run(ground) {
    const python = await ground.python()
    const measured: Measurement[] = []
    for (const [what, shape] of [
      ['8 MB, one dimension', [2_000_000]],
      ['8 MB, column-major 2000 × 1000', [2000, 1000]],
    ] as const)
      measured.push(...(await decodeOne(what, shape, python)))
    return { measured }
  },
}

const repetitions = 101

const decodeOne = async (what: string, shape: readonly number[], python: Python | null): Promise<Measurement[]> => {
  const packed = packBlob({ kind: 'ndarray', dtype: 'float32', shape: [...shape], data: noise(2_000_000) })
  const { ours, copy } = medianTimes({ ours: () => unpackBlob(packed), copy: () => packed.slice() })
  const theirs = await python?.ask<{ seconds: number; copy: number }>('decode', { shape, order: 'F', repetitions })
  return [
    { what, unit: 'ms', ours, other: { name: 'memory copy', value: copy }, target: { ratio: 1.5 } },
    { what, unit: 'ms', ours, other: against(`${otherName} blob.unpack`, theirs && 1000 * theirs.seconds) },
  ]
}

const noise = (count: number): Float32Array => {
  const random = seededRandom('decode')
  return Float32Array.from({ length: count }, () => random.uniform())
}

/** ms of each, taking turns at being first, since who comes second may meet the garbage of the first. */
const medianTimes = <Name extends string>(works: Readonly<Record<Name, () => unknown>>): Record<Name, number> => {
  const names = Object.keys(works) as Name[]
  const rounds = Array.from({ length: repetitions }, (_, round) => {
    const turn = round % 2 ? names : [...names].reverse()
    return Object.fromEntries(turn.map((name) => [name, timeOf(works[name])])) as Record<Name, number>
  })
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((round) => round[name]))])) as Record<
    Name,
    number
  >
}

const timeOf = (work: () => unknown): number => {
  const from = performance.now()
  work()
  return performance.now() - from
}
