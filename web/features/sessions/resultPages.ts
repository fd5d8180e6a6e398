import type { SessionResult } from '#app/views.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'

/** A page that shows the parts of a result, whatever the schema: those whose table has `attribute`. */
export type ResultPage = {
  readonly attribute: string
  readonly to: '/units' | '/rois'
  readonly title: string
  readonly noun: string
}

/** A modality with a page of its own adds a line. */
const resultPages: readonly ResultPage[] = [
  { attribute: 'spike_times', to: '/units', title: 'Units', noun: 'unit' },
  { attribute: 'mask_xpix', to: '/rois', title: 'ROIs', noun: 'ROI' },
]

/** The results of a session by the page that shows them; pages without a result, and results without a page, are left out. */
export const resultsByPage = (
  results: readonly SessionResult[],
  pipeline: Pick<Pipeline, 'has' | 'table'>,
): { readonly page: ResultPage; readonly results: readonly SessionResult[] }[] =>
  resultPages
    .map((page) => ({ page, results: results.filter(({ table }) => hasAttribute(pipeline, table, page.attribute)) }))
    .filter(({ results: own }) => own.length > 0)

const hasAttribute = (pipeline: Pick<Pipeline, 'has' | 'table'>, table: string, attribute: string): boolean =>
  pipeline.has(table) && pipeline.table(table).attributes.some(({ name }) => name === attribute)
