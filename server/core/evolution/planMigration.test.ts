import { describe, expect, it } from 'vitest'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import { lab } from '../pipeline/testing/labSchemas.ts'
import { compileStep } from '../sql/alterTable.ts'
import { lineageRows } from '../sql/lineage.ts'
import { type Present, planMigration } from './planMigration.ts'
import { planUpgrade } from './planUpgrade.ts'
import type { TablePlan } from './step.ts'
import { stateOf, type TableState } from './tableState.ts'

const pipeline = compilePipeline(lab, { prefix: '', blobStyle: 'codec' })

/** The tables of a pipeline as a server would show them, but for those that `instead` changes or leaves out. */
const presentOf = (there: Pipeline, instead: Record<string, TableState | undefined> = {}): Present => {
  const states = there.tables.flatMap((table) => {
    const state = table.name in instead ? instead[table.name] : stateOf(table, there)
    return state ? [state] : []
  })
  return {
    table: (database, sqlName) => states.find((state) => state.database === database && state.sqlName === sqlName),
    sqlNames: (database) => states.filter((state) => state.database === database).map(({ sqlName }) => sqlName),
    lineage: (database) =>
      there.tables.filter((table) => table.database === database).flatMap((table) => lineageRows(table, there)),
    missingContents: () => [],
  }
}
const texts = (plans: readonly TablePlan[]) =>
  plans.flatMap((plan) => plan.steps.flatMap((step) => compileStep(plan, step, pipeline).map(({ text }) => text)))

describe('planMigration', () => {
  it('plans nothing for tables that are as their definitions say', () => {
    expect(planMigration(pipeline.tables, pipeline, presentOf(pipeline))).toEqual([])
  })

  it('creates what is missing, parents first', () => {
    const plans = planMigration(
      pipeline.tables,
      pipeline,
      presentOf(pipeline, { 'ephys.Units': undefined, 'ephys.Units.Unit': undefined }),
    )
    expect(plans.map(({ name, steps }) => `${steps[0]?.kind} ${name}`)).toEqual([
      'createTable ephys.Units',
      'createTable ephys.Units.Unit',
    ])
  })

  it('refuses to change the tier of a table', () => {
    const units = stateOf(pipeline.table('ephys.Units'), pipeline)
    const present = presentOf(pipeline, { 'ephys.Units': { ...units, sqlName: '_units' } })
    expect(planMigration([pipeline.table('ephys.Units')], pipeline, present)).toMatchObject([
      {
        name: 'ephys.Units',
        steps: [],
        refusals: ['it is imported there, and computed in the definition: the tier of a table is not altered'],
      },
    ])
  })

  it('mends ~lineage of the tables in question and of no other', () => {
    const right = presentOf(pipeline)
    const wrong = { table_name: '#param_set', attribute_name: 'paramset_idx', lineage: 'elsewhere' }
    const stale = { table_name: '__units', attribute_name: 'gone', lineage: 'x' }
    const foreign = { table_name: 'theirs', attribute_name: 'a', lineage: 'x' }
    const rows = right.lineage('ephys')!.filter(({ table_name }) => table_name !== '#param_set')
    const plans = planMigration(pipeline.tables, pipeline, {
      ...right,
      lineage: (db) => (db === 'ephys' ? [...rows, wrong, stale, foreign] : right.lineage(db)),
    })
    expect(plans.flatMap(({ steps }) => steps)).toEqual([
      { kind: 'lineage', put: [{ ...wrong, lineage: 'ephys.#param_set.paramset_idx' }], remove: [stale] },
    ])
  })

  it('keeps the markers that are there: bare blobs stay bare, core types of 2.x keep their names', () => {
    const unit = stateOf(pipeline.table('ephys.Units.Unit'), pipeline)
    const comments: Record<string, string> = { spike_times: 's', unit: ':int32:number' }
    const columns = unit.columns.map((column) => ({ ...column, comment: comments[column.name] ?? column.comment }))
    const plans = planMigration(
      pipeline.tables,
      pipeline,
      presentOf(pipeline, { 'ephys.Units.Unit': { ...unit, columns } }),
    )
    expect(texts(plans)).toEqual([
      "ALTER TABLE `ephys`.`__units__unit` MODIFY COLUMN `unit` int NOT NULL COMMENT ':int32:'",
    ])
  })

  it('adds the first attribute of a table whose key is hidden', () => {
    const column = { name: 'a', type: 'int', nullable: true, comment: '' }
    const place = { database: 'd', sqlName: 't' }
    expect(compileStep(place, { kind: 'addColumn', column, after: '' }, pipeline)[0]!.text).toBe(
      "ALTER TABLE `d`.`t` ADD COLUMN `a` int NULL DEFAULT NULL COMMENT ''",
    )
  })

  it('brings the marker of a retyped attribute up to date', () => {
    const table = pipeline.table('ephys.Recording')
    const state = stateOf(table, pipeline)
    const columns = state.columns.map((column) =>
      column.name === 'sampling_rate' ? { ...column, type: 'double', comment: ':float64:Hz' } : column,
    )
    const plans = planMigration([table], pipeline, presentOf(pipeline, { [table.name]: { ...state, columns } }))
    expect(texts(plans)).toEqual([
      "ALTER TABLE `ephys`.`_recording` MODIFY COLUMN `sampling_rate` float NOT NULL COMMENT ':float32:Hz'",
    ])
  })
})

describe('planUpgrade', () => {
  const bare = compilePipeline(lab, { prefix: '', blobStyle: 'bare' })
  const of = (present: Present, isRaw = false) => planUpgrade('ephys', bare, present, () => isRaw)

  it('marks packed blobs, fills ~lineage and makes job tables, and touches nothing else', () => {
    const plans = of({ ...presentOf(bare), lineage: () => undefined })
    expect(texts(plans).map((text) => text.split('\n')[0]!.slice(0, 110))).toEqual([
      "ALTER TABLE `ephys`.`#param_set` MODIFY COLUMN `params` longblob NULL DEFAULT NULL COMMENT ':<blob>:'",
      "ALTER TABLE `ephys`.`__units__unit` MODIFY COLUMN `spike_times` longblob NOT NULL COMMENT ':<blob>:s'",
      'CREATE TABLE IF NOT EXISTS `ephys`.`~~recording` (',
      'CREATE TABLE IF NOT EXISTS `ephys`.`~~units` (',
      'CREATE TABLE IF NOT EXISTS `ephys`.`~lineage` (',
      expect.stringContaining('REPLACE INTO `ephys`.`~lineage`'),
    ])
  })

  it('leaves columns bare whose values are no blobs, and says so', () => {
    const plans = of({ ...presentOf(bare), lineage: () => undefined }, true)
    expect(texts(plans).join()).not.toContain('<blob>:s')
    expect(plans.flatMap(({ notes }) => notes).join()).toContain(
      '"spike_times" holds values that are no DataJoint blobs',
    )
  })

  it('has nothing to do in a schema of 2.x', () => {
    const present = presentOf(pipeline)
    const sqlNames = () => [...present.sqlNames('ephys'), '~~recording', '~~units', '~lineage']
    expect(planUpgrade('ephys', pipeline, { ...present, sqlNames }, () => false)).toEqual([])
  })
})
