import { expect, test } from 'vitest'
import { createBoundedCache } from './boundedCache.ts'

const sized = (bytes: number) => () => Promise.resolve(bytes)
const itself = (bytes: number) => bytes
const never = () => Promise.reject(new Error('loaded again'))

test('a kept value is not loaded again', async () => {
  const cache = createBoundedCache(100)
  await cache.get('a', itself, sized(10))
  expect(await cache.get('a', itself, never)).toBe(10)
})

test('loads of one id at the same time are one load', async () => {
  const cache = createBoundedCache(100)
  let loads = 0
  const load = async () => {
    loads += 1
    return 10
  }
  await Promise.all([cache.get('a', itself, load), cache.get('a', itself, load)])
  expect(loads).toBe(1)
})

test('the least recently used value goes when memory is short', async () => {
  const cache = createBoundedCache(25)
  for (const id of ['a', 'b']) await cache.get(id, itself, sized(10))
  await cache.get('a', itself, never)
  await cache.get('c', itself, sized(10))
  expect(await cache.get('a', itself, never)).toBe(10)
  await expect(cache.get('b', itself, never)).rejects.toThrow('loaded again')
  expect(cache.bytes).toBe(20)
})

test('a value above the limit is given but not kept', async () => {
  const cache = createBoundedCache(25)
  expect(await cache.get('big', itself, sized(30))).toBe(30)
  expect(cache.bytes).toBe(0)
})

test('a failing load leaves nothing behind', async () => {
  const cache = createBoundedCache(25)
  await expect(cache.get('a', itself, never)).rejects.toThrow()
  expect(await cache.get('a', itself, sized(5))).toBe(5)
})
