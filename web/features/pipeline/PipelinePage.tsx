import { useNavigate, useSearch } from '@tanstack/react-router'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { Answer } from '../../components/Answer.tsx'
import { PipelineContext } from '../../components/graph/PipelineContext.ts'
import classes from '../../components/graph/pipeline.module.css'
import { Page } from '../../components/Page.tsx'
import { useLeftOut } from '../../lib/useLeftOut.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { useLiveTableStatus } from '../../lib/useTableStatus.ts'
import { GraphView } from './GraphView.tsx'
import { LeftOutList } from './LeftOutList.tsx'
import { Legend } from './Legend.tsx'
import { PipelineList } from './PipelineList.tsx'
import { PipelineToolbar } from './PipelineToolbar.tsx'
import type { PipelineSearch } from './routes.tsx'
import { collapsedSchemas, searchedTables, shownTables } from './shownTables.ts'
import { TablePanel } from './TablePanel.tsx'

export const PipelinePage = () => {
  const pipeline = usePipeline()
  return (
    <Page title="Pipeline" about="Parents at the left, what is made from them at the right." size="full">
      <Answer query={pipeline}>{(known) => <PipelineView pipeline={known} />}</Answer>
    </Page>
  )
}

const PipelineView = ({ pipeline }: { pipeline: Pipeline }) => {
  const search = useSearch({ from: '/pipeline' })
  const navigate = useNavigate({ from: '/pipeline' })
  const { status } = useLiveTableStatus()
  const leftOut = useLeftOut()
  const change = (next: PipelineSearch) =>
    void navigate({ to: '.', search: (before) => ({ ...before, ...next }), replace: true })
  const schemas = [...new Set(pipeline.topological().map(({ schema }) => schema))]
  const chosen = search.table !== undefined && pipeline.has(search.table) ? pipeline.table(search.table) : null
  const collapsed = collapsedSchemas(pipeline, search)
  const shared = {
    status,
    chosen: chosen?.name,
    found: searchedTables(pipeline, search.search),
    choose: (table: string) => change({ table: table === search.table ? undefined : table }),
    toggleSchema: (schema: string) => change({ collapsed: toggled(collapsed, schema) }),
  }
  return (
    <PipelineContext value={shared}>
      <PipelineToolbar
        schemas={schemas}
        leftOut={leftOut.data?.length ?? 0}
        search={{ ...search, collapsed }}
        onSearch={change}
      />
      <div className={classes.body}>
        <div className={classes.canvas}>
          {search.view === 'left-out' ? (
            <Answer query={leftOut}>{(tables) => <LeftOutList tables={tables} />}</Answer>
          ) : search.view === 'list' ? (
            <PipelineList tables={shownTables(pipeline, search)} />
          ) : (
            <GraphView pipeline={pipeline} search={search} />
          )}
        </div>
        {chosen && (
          <TablePanel
            key={chosen.name}
            table={chosen}
            pipeline={pipeline}
            status={status.get(chosen.name)}
            onClose={() => change({ table: undefined })}
          />
        )}
      </div>
      {(search.view ?? 'graph') === 'graph' && <Legend />}
    </PipelineContext>
  )
}

const toggled = (list: readonly string[], item: string): string[] =>
  list.includes(item) ? list.filter((other) => other !== item) : [...list, item]
