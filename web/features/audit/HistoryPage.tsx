import { useNavigate, useSearch } from '@tanstack/react-router'
import { Page } from '../../components/Page.tsx'
import { Panel } from '../../components/Panel.tsx'
import { keyText } from '../../lib/labels.ts'
import type { AuditSearch } from './auditSearch.ts'
import { HistoryFilters } from './HistoryFilters.tsx'
import { HistoryList } from './HistoryList.tsx'

/** Every write that was made through LabBook: who, when, and what it changed. */
export const HistoryPage = () => {
  const search = useSearch({ from: '/history' })
  const navigate = useNavigate({ from: '/history' })
  const change = (part: Partial<AuditSearch>) =>
    void navigate({ search: (last) => ({ ...last, ...part }), replace: true })
  return (
    <Page
      title="History"
      size="wide"
      about="Every write made through LabBook, newest first. What Python or MATLAB write is not in it. Times are UTC."
    >
      <Panel
        title={search.key ? `One row of ${search.table}: ${keyText(search.key)}` : 'Writes'}
        actions={<HistoryFilters search={search} onChange={change} />}
      >
        <HistoryList search={search} onShowAll={() => void navigate({ search: {}, replace: true })} />
      </Panel>
    </Page>
  )
}
