import type { Log } from '#app/context.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { introspect, pipelineChanges, type TableProblem } from '#db/introspect.ts'
import type { Database } from '#db/port.ts'

const everyMs = 3000

/**
 * Our tables plus whatever others have declared beside them, and why some of those are left out; replaced when that changes.
 * What is left out is said once.
 */
export const followPipeline = (database: Database, own: Pipeline, { prefix, log }: { prefix: string; log: Log }) => {
  let pipeline = own
  let problems: readonly TableProblem[] = []
  let seen = ''
  const tell = (found: readonly TableProblem[]): void => {
    const told = new Set(problems.map(textOf))
    for (const text of found.map(textOf)) if (!told.has(text)) log.warn(text)
    problems = found
  }
  const refresh = async (): Promise<void> => {
    const changes = await pipelineChanges(database)
    if (changes === seen) return
    const found: TableProblem[] = []
    const others = await introspect(database, own, { prefix, onProblem: (problem) => found.push(problem) })
    pipeline = own.withTables(others)
    tell(found)
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
    get problems() {
      return problems
    },
    refresh,
    stop: () => clearInterval(timer),
  }
}

const textOf = ({ table, reason }: TableProblem): string => `${table} is not shown: ${reason}.`
