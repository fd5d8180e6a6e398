import type { ReactNode } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { usePipeline } from '../lib/usePipeline.ts'
import { Answer } from './Answer.tsx'
import { ErrorState } from './ErrorState.tsx'
import { Page } from './Page.tsx'

type Props = { readonly name: string; readonly children: (table: Table, pipeline: Pipeline) => ReactNode }

/** Draws a page about one table once the pipeline is known; an unknown name gets the server's own sentence with near names. */
export const TablePageGuard = ({ name, children }: Props) => {
  const pipeline = usePipeline()
  if (!pipeline.data)
    return (
      <Page title={name}>
        <Answer query={pipeline}>{() => null}</Answer>
      </Page>
    )
  const found = findTable(pipeline.data, name)
  if ('table' in found) return children(found.table, pipeline.data)
  return (
    <Page title="No such table">
      <ErrorState error={found.error} />
    </Page>
  )
}

const findTable = (pipeline: Pipeline, name: string): { table: Table } | { error: unknown } => {
  try {
    return { table: pipeline.table(name) }
  } catch (error) {
    return { error }
  }
}
