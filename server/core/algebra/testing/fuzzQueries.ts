import { LabBookError } from '../../errors.ts'
import type { Pipeline } from '../../pipeline/pipeline.ts'
import { type Random, seededRandom } from '../../pipeline/testing/random.ts'
import { compileCount, compileQuery } from '../../sql/compileQuery.ts'
import { examplePipeline } from '../algebraExample.ts'
import { parseCondition } from '../parseCondition.ts'
import { parseQuery } from '../parseQuery.ts'
import { printCondition } from '../printExpression.ts'
import { printPython } from '../printPython.ts'
import { printQuery } from '../printQuery.ts'
import type { Query } from '../query.ts'
import { readQuery, writeQuery } from '../wireQuery.ts'
import { damaged, marker, randomConditionText, randomQueryText } from './randomQueryText.ts'

export type FuzzReport = {
  readonly cases: number
  /** Understood and compiled; the others were refused by an error of ours. */
  readonly accepted: number
  readonly slowestMs: number
}

/** Longer than any of these cases may take, on a busy machine too. */
const patience = 2000

/**
 * Random query texts, whole and damaged: each is refused by an error of ours, or compiles to SQL without a letter of what was typed,
 * and is the same query after its text, and its JSON, is read again. @throws Error with the text of the first case that is not so
 */
export const fuzzQueries = (seed: number, cases: number): FuzzReport => {
  const pipeline = examplePipeline()
  return fuzz(seed, cases, randomQueryText, (text) => checkQuery(parseQuery(text, pipeline), pipeline))
}

/** The same for the texts of conditions. */
export const fuzzConditions = (seed: number, cases: number): FuzzReport =>
  fuzz(seed, cases, randomConditionText, (text) => {
    const condition = parseCondition(text)
    const printed = printCondition(condition)
    assertSame(condition, parseCondition(printed), printed)
  })

const fuzz = (
  seed: number,
  cases: number,
  write: (random: Random) => string,
  check: (text: string) => void,
): FuzzReport => {
  let [accepted, slowestMs] = [0, 0]
  for (let number = 0; number < cases; number++) {
    const random = seededRandom(seed + number)
    const whole = write(random)
    const text = random.chance(0.5) ? whole : damaged(whole, random)
    const begin = performance.now()
    if (accepts(text, check)) accepted++
    slowestMs = Math.max(slowestMs, performance.now() - begin)
    if (slowestMs > patience) throw new Error(`${Math.round(slowestMs)} ms passed over: ${text}`)
  }
  return { cases, accepted, slowestMs }
}

const accepts = (text: string, check: (text: string) => void): boolean => {
  try {
    check(text)
    return true
  } catch (error) {
    if (error instanceof LabBookError) return false
    throw new Error(`${text}\n${error instanceof Error ? error.stack : error}`)
  }
}

const checkQuery = (query: Query, pipeline: Pipeline): void => {
  const text = printQuery(query)
  assertSame(query, parseQuery(text, pipeline), text)
  assertSame(query, readQuery(JSON.parse(JSON.stringify(writeQuery(query))), pipeline), text)
  printPython(query)
  for (const statement of [compileQuery(query), compileCount(query)]) {
    if (statement.text.includes(marker)) throw new Error(`what was typed reached SQL: ${statement.text}`)
    const places = statement.text.replace(/`(?:[^`]|``)*`/g, '').split('?').length - 1
    if (places !== statement.params.length)
      throw new Error(`${places} places for ${statement.params.length} parameters`)
  }
}

const assertSame = (one: unknown, other: unknown, text: string): void => {
  if (JSON.stringify(one) !== JSON.stringify(other)) throw new Error(`read again, this is another: ${text}`)
}
