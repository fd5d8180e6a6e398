import type { ReactNode } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { useLeftOut } from '../lib/useLeftOut.ts'
import { usePipeline } from '../lib/usePipeline.ts'
import { Answer } from './Answer.tsx'
import { ErrorState } from './ErrorState.tsx'
import { LeftOutPage } from './LeftOutPage.tsx'
import { Loading } from './Loading.tsx'
import { Page } from './Page.tsx'

type Props = { readonly name: string; readonly children: (table: Table, pipeline: Pipeline) => ReactNode }

/** Draws a page about one table once the pipeline is known. */
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
  return <NoSuchTable name={name} error={found.error} />
}

/** LabBook looks as often for tables that other programs have declared. */
const everyMs = 3000

/**
 * An unknown name gets the server's own sentence with near names, and a table that cannot be shown its reason. It is drawn as soon
 * as somebody declares it.
 */
const NoSuchTable = ({ name, error }: { readonly name: string; readonly error: unknown }) => {
  usePipeline(everyMs)
  const leftOut = useLeftOut(everyMs)
  const found = leftOut.data?.find((each) => each.name === name || each.table === name)
  if (found) return <LeftOutPage {...found} />
  return <Page title="No such table">{leftOut.isPending ? <Loading /> : <ErrorState error={error} />}</Page>
}

const findTable = (pipeline: Pipeline, name: string): { table: Table } | { error: unknown } => {
  try {
    return { table: pipeline.table(name) }
  } catch (error) {
    return { error }
  }
}
