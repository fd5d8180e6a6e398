import { expect, it } from 'vitest'
import { compileQuery } from '../sql/compileQuery.ts'
import { examplePipeline } from './algebraExample.ts'
import { afterRow, orderWithKey } from './keyset.ts'
import { parseQuery } from './parseQuery.ts'
import { printCondition } from './printExpression.ts'
import { from, type Order } from './query.ts'

const pipeline = examplePipeline()
const after = (table: string, order: readonly Order[], row: Parameters<typeof afterRow>[2]) =>
  printCondition(afterRow(from(pipeline.table(table)), order, row))

it('goes on behind a row by its composite key, written out', () => {
  expect(after('Session', [], { subject: 'm', session_id: 3 })).toBe(
    "subject > 'm' OR (subject = 'm' AND session_id > 3)",
  )
})

it('knows that NULL comes first, and last when descending', () => {
  const down = [{ attribute: 'birth', direction: 'desc' as const }]
  expect(after('Subject', down, { subject: 'm', birth: '2024-01-02' })).toBe(
    "(birth < '2024-01-02' OR birth IS NULL) OR (birth = '2024-01-02' AND subject > 'm')",
  )
  const up = [{ attribute: 'birth', direction: 'asc' as const }]
  expect(after('Subject', up, { subject: 'm', birth: null })).toBe(
    "(NOT birth IS NULL) OR (birth IS NULL AND subject > 'm')",
  )
})

it('compares an enum by the place of its member, as MySQL orders it', () => {
  const order = [{ attribute: 'sex', direction: 'asc' as const }]
  expect(after('Subject', order, { subject: 'm', sex: 'F' })).toBe("sex + 0 > 2 OR (sex + 0 = 2 AND subject > 'm')")
})

it('is a condition of the next page', () => {
  const { text, params } = compileQuery(from(pipeline.table('Rig')), { after: { rig_number: 5 }, limit: 2 })
  expect(text).toContain('WHERE (`t0`.`rig_number` > ?) ORDER BY `t0`.`rig_number` ASC LIMIT ?')
  expect(params).toEqual([5, 2])
  expect(() => compileQuery(from(pipeline.table('Rig')), { after: {} })).toThrow('lacks "rig_number"')
})

it('goes on in the order of a top, whatever was restricted and renamed since', () => {
  const first = parseQuery(
    `(Subject & dj.Top(9, 'weight DESC')).proj(mass='weight', animal='subject') & "mass > 1"`,
    pipeline,
  )
  expect(orderWithKey(first, []).map(({ attribute, direction }) => `${attribute} ${direction}`)).toEqual([
    'mass desc',
    'animal asc',
  ])
  expect(orderWithKey(parseQuery(`(Subject & dj.Top(9, 'weight')).proj()`, pipeline), [])).toEqual([
    { attribute: 'subject', direction: 'asc' },
  ])
  expect(compileQuery(first, { limit: 3 }).text).toMatch(/ORDER BY `t1`.`mass` DESC, `t1`.`animal` ASC LIMIT \?$/)
})
