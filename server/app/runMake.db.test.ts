import { describe, expect, test } from 'vitest'
import { requireMake } from './compute/findMake.ts'
import type { AppContext } from './context.ts'
import { type MakeOptions, runMake } from './runMake.ts'
import { source, toySession, useToyPipeline, withHook } from './testing/useToyPipeline.ts'

const toy = useToyPipeline()

const make = (app: AppContext, table: string, number: number, options: MakeOptions = {}) =>
  runMake(app, requireMake(app.elements, table), source(number), options)

test('a make fetches, computes and inserts the master with its parts', async () => {
  await toy.enterSources(1)
  expect(await make(toy.app(), 'toy.Doubled', 1)).toEqual({ made: true, warnings: [] })
  expect(await make(toy.app(), 'toy.Summed', 1)).toEqual({ made: true, warnings: [] })
  expect(await toy.rows('toy.Doubled')).toEqual([{ ...source(1), doubled: 2 }])
  expect(await toy.rows('toy.Summed')).toEqual([{ ...source(1), total: 4 }])
})

test('blobs come back as the values that were inserted, and only if named', async () => {
  await toy.enterSources(1)
  await make(toy.app(), 'toy.Doubled', 1)
  const [named] = await toy.rows('toy.Doubled.Sample', {}, ['trace'])
  expect(named).toEqual({ trace: { kind: 'ndarray', dtype: 'float64', shape: [2], data: new Float64Array([2, 2]) } })
  expect(await toy.rows('toy.Doubled.Sample')).toEqual([{ ...source(1), sample: 0 }])
})

test('a key that is there already is left alone and not computed', async () => {
  await toy.enterSources(1)
  await make(toy.app(), 'toy.Doubled', 1)
  const app = toy.app({ compute: () => Promise.reject(new Error('computed again')) })
  expect(await make(app, 'toy.Doubled', 1)).toMatchObject({ made: false })
})

test('a key that somebody else makes meanwhile is left to them', async () => {
  await toy.enterSources(1)
  const app = toy.app()
  const database = withHook(app.database, () => make(toy.app(), 'toy.Doubled', 1))
  expect(await make(app, 'toy.Doubled', 1, { database })).toMatchObject({ made: false })
  expect(await toy.rows('toy.Doubled.Sample')).toHaveLength(1)
})

test('what was computed from rows that changed meanwhile is not stored', async () => {
  await toy.enterSources(1)
  const app = toy.app()
  const database = withHook(app.database, () =>
    app.database.execute(`UPDATE ${toy.db.prefix}toy.source SET amount = 7`),
  )
  await expect(make(app, 'toy.Doubled', 1, { database })).rejects.toMatchObject({ code: 'FETCH_CHANGED' })
  expect(await toy.rows('toy.Doubled')).toEqual([])
})

test('a compute that fails leaves nothing', async () => {
  await toy.enterSources(1)
  const app = toy.app({ compute: () => Promise.reject(new RangeError('too big')) })
  await expect(make(app, 'toy.Doubled', 1)).rejects.toThrow('too big')
  expect(await toy.rows('toy.Doubled')).toEqual([])
})

test('an insert that fails in its parts leaves no master', async () => {
  await toy.enterSources(1)
  const app = toy.app({
    beforeInsert: async (key, { insert }) => {
      await insert('toy.Doubled', [{ ...key, doubled: 1 }])
      throw new Error('in the middle')
    },
  })
  await expect(make(app, 'toy.Doubled', 1)).rejects.toThrow('in the middle')
  expect(await toy.rows('toy.Doubled')).toEqual([])
})

test('warnings reach the caller', async () => {
  await toy.enterSources(1)
  const app = toy.app({
    compute: (_, { warn }) => {
      warn('the file is short')
      return 1
    },
  })
  expect(await make(app, 'toy.Doubled', 1)).toEqual({ made: true, warnings: ['the file is short'] })
})

describe('beyond what it declares, a make', () => {
  test('cannot write', async () => {
    await toy.enterSources(1)
    const app = toy.app({ beforeInsert: (_, { insert }) => insert('toy.Elsewhere', [{ place: 1 }]) })
    await expect(make(app, 'toy.Doubled', 1)).rejects.toMatchObject({
      code: 'MAKE_UNDECLARED',
      data: { table: 'toy.Doubled', other: 'toy.Elsewhere', list: 'writes' },
    })
    expect(await toy.rows('toy.Elsewhere')).toEqual([])
  })

  test('cannot write its ancestors', async () => {
    await toy.enterSources(1)
    const app = toy.app({ beforeInsert: (key, { update }) => update('toy.Source', key, { amount: 0 }) })
    await expect(make(app, 'toy.Doubled', 1)).rejects.toMatchObject({ code: 'MAKE_UNDECLARED' })
    expect(await toy.rows('toy.Source')).toMatchObject([{ amount: 1 }])
  })

  test('cannot read', async () => {
    await toy.enterSources(1)
    const app = toy.app({ beforeInsert: (_, { fetch }) => fetch('toy.Summed', toySession) })
    await expect(make(app, 'toy.Doubled', 1)).rejects.toMatchObject({
      code: 'MAKE_UNDECLARED',
      data: { list: 'reads' },
    })
  })
})

test('inside a transaction of the caller, its writes go and stay with it', async () => {
  await toy.enterSources(1)
  const app = toy.app()
  const undone = app.database.transaction(async (transaction) => {
    await make(app, 'toy.Doubled', 1, { transaction })
    await make(app, 'toy.Summed', 1, { transaction })
    throw new Error('undo')
  })
  await expect(undone).rejects.toThrow('undo')
  expect(await toy.rows('toy.Doubled')).toEqual([])
})
