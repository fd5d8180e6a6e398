import { expect, it } from 'vitest'
import { examplePipeline } from './algebraExample.ts'
import { parseQuery } from './parseQuery.ts'

const pipeline = examplePipeline()
const typeOf = (text: string): string | undefined =>
  parseQuery(text, pipeline).heading.find(({ name }) => name === 'x')?.type

it.each([
  ['session_id + 1', 'bigint'],
  ['session_id / 2', 'decimal(65,30)'],
  ['session_id DIV 2', 'bigint'],
  ['session_id * 0.5', 'decimal(65,30)'],
  ['session_id * 1e-7', 'double'],
  ['session_id > 3', 'int'],
  ['started + INTERVAL 1 DAY', 'datetime(3)'],
  ['DATE(started) + INTERVAL 1 HOUR', 'datetime'],
  ["IF(session_id > 3, 'a', NULL)", 'text'],
  ['COALESCE(session_id, 0.5)', 'decimal(65,30)'],
  ['CASE WHEN session_id = 1 THEN started ELSE NULL END', 'datetime(3)'],
  ['CAST(rig AS DECIMAL(6,2))', 'decimal(6,2)'],
  ['LENGTH(notes)', 'bigint'],
  ['NULL', 'text'],
])('%s is %s', (expression, type) => {
  expect(typeOf(`Session.proj(x="${expression}")`)).toBe(type)
})

it.each([
  ['COUNT(*)', 'bigint'],
  ['SUM(session_id)', 'bigint'],
  ['AVG(session_id)', 'decimal(65,30)'],
  ['MAX(started)', 'datetime(3)'],
  ['STD(session_id)', 'double'],
  ['SUM(session_id > 2) / COUNT(*)', 'decimal(65,30)'],
])('of a group %s is %s', (expression, type) => {
  expect(typeOf(`Subject.aggr(Session, x="${expression}")`)).toBe(type)
})

it.each([
  ["Session.proj(x='COUNT(*)')", '.aggr(…) does, not .proj(…)'],
  ["Subject.aggr(Session, x='MAX(COUNT(*))')", 'inside another'],
  ["Subject.aggr(Session, x='rig')", '"rig" has many values'],
  ["Subject.aggr(Session, 'rig')", '"rig" has many values'],
  ["Session & 'COUNT(*) > 3'", 'cannot count or sum'],
  ["Session.proj(x='SLEEP(3)')", 'there is no function SLEEP'],
  ["Session.proj(x='ROUND(1, 2, 3)')", 'round takes 1 to 2 arguments, not 3'],
  ["Session.proj(x='CAST(rig AS BLOB)')", 'a value is cast to'],
])('%s is refused', (text, problem) => {
  expect(() => parseQuery(text, pipeline)).toThrow(problem)
})
