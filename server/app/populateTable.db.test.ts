import { expect, test } from 'vitest'
import { type PopulateProgress, populateTable } from './populateTable.ts'
import { fileInvalid } from './testing/toyElement.ts'
import { source, useToyPipeline } from './testing/useToyPipeline.ts'

const toy = useToyPipeline()
const silent = () => {}
const made = async () => (await toy.rows('toy.Doubled')).map((row) => row.source)

test('all keys of a table are made, and the progress ends full', async () => {
  await toy.enterSources(3)
  const told: PopulateProgress[] = []
  const result = await populateTable(toy.app(), { table: 'toy.Doubled' }, (progress) => told.push(progress))
  expect(result).toEqual({ done: 3, failed: 0, left: 0, errors: [] })
  expect(await made()).toEqual([1, 2, 3])
  expect(told.at(-1)).toEqual({ done: 3, total: 3, message: '' })
})

test('a condition chooses keys, and max limits them', async () => {
  await toy.enterSources(4)
  expect(await populateTable(toy.app(), { table: 'toy.Doubled', where: 'source > 1', max: 2 }, silent)).toMatchObject({
    done: 2,
    left: 1,
  })
  expect(await made()).toEqual([2, 3])
})

test('keys that fail are told with their message, the others are made', async () => {
  await toy.enterSources(2)
  const compute = ({ amount }: { amount: number }) => {
    if (amount === 1) throw fileInvalid()
    return amount
  }
  expect(await populateTable(toy.app({ compute }), { table: 'toy.Doubled' }, silent)).toEqual({
    done: 1,
    failed: 1,
    left: 0,
    errors: [{ key: source(1), message: 'a.bin: size: is odd' }],
  })
})

test('a stop ends it after the key at hand, which waits again', async () => {
  await toy.enterSources(3)
  const stop = new AbortController()
  const compute = ({ amount }: { amount: number }) => {
    if (amount === 2) stop.abort(new Error('stopped'))
    return amount
  }
  const result = await populateTable(toy.app({ compute }), { table: 'toy.Doubled', signal: stop.signal }, silent)
  expect(result).toMatchObject({ done: 1, failed: 0, left: 2 })
})

test.each([
  ['a condition that cannot be read', { table: 'toy.Doubled', where: 'source >' }, 'QUERY_SYNTAX'],
  ['an attribute that keys do not have', { table: 'toy.Doubled', where: 'doubled > 1' }, 'UNKNOWN_ATTRIBUTE'],
  ['a table that is entered by hand', { table: 'toy.Source' }, 'NOT_FOUND'],
  ['a table that is not there', { table: 'toy.Tripled' }, 'UNKNOWN_TABLE'],
])('%s is an error', async (_, request, code) => {
  await expect(populateTable(toy.app(), request, silent)).rejects.toMatchObject({ code })
})
