import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diffStates } from './diffStates.ts'
import type { ColumnState, TableState } from './tableState.ts'
import { stateArbitrary } from './testing/stateArbitrary.ts'
import { takeSteps } from './testing/takeSteps.ts'

/** Order of attributes and names of indexes mean nothing, and a plain index on a foreign key may be InnoDB's own. */
const meaning = (state: TableState) => ({
  comment: state.comment,
  columns: Object.fromEntries(state.columns.map((column) => [column.name, column])),
  indexes: state.indexes
    .map(({ columns, unique }) => `${unique} ${columns}`)
    .filter((text) => text !== 'false owner')
    .sort(),
})

const column = (name: string, more: Partial<ColumnState> = {}): ColumnState => ({
  name,
  type: 'int',
  nullable: false,
  comment: '',
  ...more,
})
const cage = (columns: readonly ColumnState[], more: Partial<TableState> = {}): TableState => ({
  database: 'lab',
  sqlName: 'cage',
  comment: '',
  columns: [column('cage'), ...columns],
  primaryKey: ['cage'],
  foreignKeys: [],
  indexes: [],
  ...more,
})

describe('diffStates', () => {
  it('plans steps that make any table as any other definition of the same key says', () => {
    fc.assert(
      fc.property(stateArbitrary, stateArbitrary, (wanted, present) => {
        const { steps, refusals } = diffStates(wanted, present)
        expect(refusals).toEqual([])
        expect(meaning(takeSteps(present, steps))).toEqual(meaning(wanted))
      }),
      { numRuns: 300 },
    )
  })

  it('plans nothing for a table that is as it should be', () => {
    fc.assert(
      fc.property(stateArbitrary, (state) => {
        expect(diffStates(state, state)).toEqual({ steps: [], refusals: [], notes: [] })
      }),
    )
  })

  it('plans nothing more once the steps are taken', () => {
    fc.assert(
      fc.property(stateArbitrary, stateArbitrary, (wanted, present) => {
        const done = takeSteps(present, diffStates(wanted, present).steps)
        expect(diffStates(wanted, done).steps).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('keeps the values of an attribute under its new name, indexes included', () => {
    const present = cage([column('mass', { type: 'float' })], {
      indexes: [{ columns: ['mass'], unique: false, name: 'mass' }],
    })
    const wanted = cage([column('weight', { type: 'double', comment: 'g' })], {
      indexes: [{ columns: ['weight'], unique: false }],
    })
    const { steps } = diffStates(wanted, present, new Map([['weight', 'mass']]))
    expect(steps.map(({ kind }) => kind)).toEqual(['changeColumn'])
    expect(meaning(takeSteps(present, steps))).toEqual(meaning(wanted))
    expect(diffStates(wanted, takeSteps(present, steps), new Map([['weight', 'mass']]))).toEqual({
      steps: [],
      refusals: [],
      notes: [],
    })
  })

  it('asks about what looks like a new name and never guesses', () => {
    const { steps, notes } = diffStates(cage([column('weight')]), cage([column('mass')]))
    expect(steps.map(({ kind }) => kind)).toEqual(['dropColumn', 'addColumn'])
    expect(notes).toEqual([expect.stringContaining('say --rename TABLE.mass=weight')])
  })

  it.each([
    [
      'there is nothing of that name',
      [['weight', 'mas']],
      'it has no attribute "mas" there that could become "weight"',
    ],
    ['the definition lacks the new name', [['wait', 'mass']], 'the definition has no attribute "wait"'],
    ['both are there', [['room', 'mass']], 'since both are there'],
  ] as const)('refuses a rename when %s', (_, renames, sentence) => {
    const { refusals } = diffStates(
      cage([column('weight'), column('room')]),
      cage([column('mass'), column('room')]),
      new Map(renames),
    )
    expect(refusals.join()).toContain(sentence)
  })

  it('refuses what would change a key, and says why', () => {
    const parent = { database: 'lab', sqlName: '#user', columns: ['user'] }
    const refusalsOf = (wanted: TableState, present: TableState) => diffStates(wanted, present).refusals.join('; ')
    expect(refusalsOf(cage([], { primaryKey: ['cage', 'room'] }), cage([]))).toContain(
      'its primary key is (cage) there and (cage, room)',
    )
    expect(refusalsOf(cage([column('user')], { foreignKeys: [{ columns: ['user'], parent }] }), cage([]))).toContain(
      'it has no foreign key user -> lab.#user.user there: keys are not altered',
    )
    const wider = { ...cage([]), columns: [column('cage', { type: 'bigint' })] }
    expect(refusalsOf(wider, cage([]))).toContain('"cage" belongs to a key and is int there, bigint in the definition')
  })

  it('changes the comment of a key, which touches no row', () => {
    const wanted = { ...cage([]), columns: [column('cage', { comment: 'number on the door' })] }
    expect(diffStates(wanted, cage([]))).toMatchObject({ refusals: [], steps: [{ kind: 'changeColumn' }] })
  })

  it('leaves columns alone that LabBook could not write again', () => {
    const present = cage([column('twice', { unknown: 'STORED GENERATED' })])
    expect(diffStates(cage([column('twice', { comment: 'sum' })]), present)).toMatchObject({
      steps: [],
      refusals: ['"twice" is STORED GENERATED there, which LabBook does not alter'],
    })
  })
})
