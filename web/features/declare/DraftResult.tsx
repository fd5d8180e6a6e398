import { Tabs } from '@mantine/core'
import { IconSitemap } from '@tabler/icons-react'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { DraftGraph } from './DraftGraph.tsx'
import { DraftTables } from './DraftTables.tsx'
import type { ReadDraft } from './readDraft.ts'

/** What the draft means: its tables, where they stand in the pipeline, and the SQL that Create would run. */
export const DraftResult = ({ read }: { read: ReadDraft }) => {
  const { tables, pipeline, sql, problem } = read
  if (!pipeline)
    return (
      <EmptyState
        icon={IconSitemap}
        title={problem ? 'The definitions cannot be read yet' : 'No table yet'}
        hint={
          problem ? 'The line is marked at the left.' : 'Each table begins with a heading such as [Weighing: manual].'
        }
      />
    )
  return (
    <Tabs defaultValue="tables" keepMounted={false}>
      <Tabs.List mb="sm">
        <Tabs.Tab value="tables">Tables</Tabs.Tab>
        <Tabs.Tab value="diagram">Diagram</Tabs.Tab>
        <Tabs.Tab value="sql">SQL</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="tables">
        <DraftTables tables={tables} />
      </Tabs.Panel>
      <Tabs.Panel value="diagram">
        <DraftGraph pipeline={pipeline} names={tables.map(({ table }) => table.name)} />
      </Tabs.Panel>
      <Tabs.Panel value="sql">
        <CodeBlock code={sql || '-- Nothing to create: the tables are there already.'} label="SQL" />
      </Tabs.Panel>
    </Tabs>
  )
}
