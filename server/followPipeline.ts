import type { Log } from '#app/context.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { introspect, pipelineChanges } from '#db/introspect.ts'
import type { Database } from '#db/port.ts'

const everyMs = 3000

/** Our tables plus whatever others have declared beside them; `pipeline` is replaced when that changes. */
export const followPipeline = (database: Database, own: Pipeline, { prefix, log }: { prefix: string; log: Log }) => {
  let pipeline = own
  let seen = ''
  const onProblem = (table: string, problem: unknown) =>
    log.warn(`${table} is left out, since it cannot be understood: ${(problem as Error)?.message ?? problem}`)
  const refresh = async (): Promise<void> => {
    const changes = await pipelineChanges(database)
    if (changes === seen) return
    pipeline = own.withTables(await introspect(database, own, { prefix, onProblem }))
    seen = changes
  }
  const timer = setInterval(() => {
    refresh().catch((error: Error) => log.warn(`The tables of other programs could not be read: ${error.message}`))
  }, everyMs)
  timer.unref()
  return {
    get pipeline() {
      return pipeline
    },
    refresh,
    stop: () => clearInterval(timer),
  }
}
