import fc from 'fast-check'
import { expect, test } from 'vitest'
import { grouped, groupSpikes } from './groupSpikes.ts'

const clusterLists = fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 300 }).map((ids) => Int32Array.from(ids))

test('each unit has its spikes, in their order', () => {
  fc.assert(
    fc.property(clusterLists, (clusters) => {
      const groups = groupSpikes(clusters)
      const spikes = grouped(groups, clusters, Int32Array.from(clusters.keys()))
      for (const [unit, id] of groups.ids.entries())
        expect([...spikes[unit]!]).toEqual([...clusters.keys()].filter((spike) => clusters[spike] === id))
    }),
  )
})

test('clusters without spikes are left out', () => {
  expect([...groupSpikes(Int32Array.of(7, 2, 7)).ids]).toEqual([2, 7])
  expect([...groupSpikes(new Int32Array(0)).ids]).toEqual([])
})

test('a cluster id that no sorter writes is an error that names the spike', () => {
  expect(() => groupSpikes(Int32Array.of(1, -4))).toThrow('cluster id -4 of spike 1')
})
