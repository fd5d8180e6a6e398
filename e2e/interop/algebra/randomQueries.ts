import { parseQuery } from '#core/algebra/parseQuery.ts'
import { printQuery } from '#core/algebra/printQuery.ts'
import type { Query } from '#core/algebra/query.ts'
import { randomQueryText } from '#core/algebra/testing/randomQueryText.ts'
import { LabBookError } from '#core/errors.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Row } from '#core/pipeline/table.ts'
import { seededRandom } from '#core/pipeline/testing/random.ts'
import { compileQuery, isBlob } from '#core/sql/compileQuery.ts'

/** Random queries of more than one table that mean the same on every run, from the texts of these seeds. */
export const randomQueries = (pipeline: Pipeline, first: number, seeds: number): readonly Query[] =>
  Array.from({ length: seeds }, (_, index) => randomQueryText(seededRandom(first + index)))
    .flatMap((text) => understood(text, pipeline))
    .filter((query) => query.node !== 'table' && query.heading.length > 0 && !query.heading.some(isBlob))
    .filter((query) => !vague.test(printQuery(query)))

/** A top by less than a key has no one answer; text as a number is rounded as the server's version likes; now moves on. */
const vague = /dj\.Top\(\d+, \['[^']*DESC|CAST\(|NOW\(/

const understood = (text: string, pipeline: Pipeline): readonly Query[] => {
  try {
    const query = parseQuery(text, pipeline)
    compileQuery(query)
    return [query]
  } catch (error) {
    if (error instanceof LabBookError) return []
    throw error
  }
}

/** Rows of the example pipeline, parents first. */
export const exampleRows: Readonly<Record<string, readonly Row[]>> = {
  Subject: [
    { subject: 'anna', sex: 'F', birth: '2024-01-02', weight: '20.50' },
    { subject: 'bert', sex: 'M', birth: null, weight: null },
    { subject: 'cleo', sex: 'F', birth: '2024-05-01', weight: '18.25' },
  ],
  Session: [
    { subject: 'anna', session_id: 1, started: '2024-03-01T10:00:00.250', rig: 'left' },
    { subject: 'anna', session_id: 2, started: '2024-03-02T10:00:00', rig: 'right' },
    { subject: 'bert', session_id: 1, started: '2024-03-03T10:00:00', rig: 'left' },
  ],
  Pair: [{ subject: 'anna', partner: 'bert', minutes: 2.5 }],
  Note: [{ subject: 'anna', remark: 'calm' }],
  Rig: [{ rig_number: 1 }, { rig_number: 2, rig_label: 'two' }],
  Spikes: [{ subject: 'anna', session_id: 1, rig_number: 1, n_units: 3 }],
}
