import { IconWaveSine } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { Key, Table } from '#core/pipeline/table.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { LinkButton, TextLink } from '../../components/links.tsx'
import { Page } from '../../components/Page.tsx'
import { frameQuery } from '../../lib/frames.ts'
import { keyText } from '../../lib/labels.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { UnitsView } from './UnitsView.tsx'

/** The units of one sorting. */
export const UnitsPage = () => {
  const { table, key } = useSearch({ from: '/units' })
  const pipeline = usePipeline()
  if (!table || !key) return <ChooseSorting />
  return <Answer query={pipeline}>{(found) => <Sorting table={found.table(table)} sorting={key} />}</Answer>
}

const ChooseSorting = () => (
  <Page title="Units">
    <EmptyState
      icon={IconWaveSine}
      title="No sorting is chosen"
      hint="Open a session that has been populated, and choose one of its sortings."
    >
      <LinkButton to="/sessions">Show the sessions</LinkButton>
    </EmptyState>
  </Page>
)

const Sorting = ({ table, sorting }: { table: Table; sorting: Key }) => {
  const units = useQuery(frameQuery({ plot: 'ephys.units', table: table.name, key: sorting }))
  const { subject, session_datetime: startedAt } = sorting
  const session = { subject: String(subject ?? ''), session_datetime: String(startedAt ?? '') }
  return (
    <Page
      title="Units"
      size="wide"
      above={
        subject && startedAt ? (
          <TextLink to="/session" search={{ key: session }} size="sm">
            Session {keyText(session)}
          </TextLink>
        ) : undefined
      }
      about={keyText(sorting)}
    >
      <Answer query={units}>{(frame) => <UnitsView table={table} sorting={sorting} frame={frame} />}</Answer>
    </Page>
  )
}
