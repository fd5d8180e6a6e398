import { Badge, Button, Table as Grid, Group, ScrollArea, Text } from '@mantine/core'
import type { Table } from '#core/pipeline/table.ts'
import { JobBadges } from '../../components/graph/JobBadges.tsx'
import { usePipelineContext } from '../../components/graph/PipelineContext.ts'
import { TierBadge, tierName } from '../../components/TierBadge.tsx'
import { formatCount } from '../../lib/format.ts'

/** The graph as a table, parents before children: the same tables, counts and actions without a picture. */
export const PipelineList = ({ tables }: { tables: readonly Table[] }) => (
  <ScrollArea h="100%" viewportProps={{ tabIndex: 0 }}>
    <Grid highlightOnHover stickyHeader fz="sm">
      <Grid.Thead>
        <Grid.Tr>
          <Grid.Th>Table</Grid.Th>
          <Grid.Th>Tier</Grid.Th>
          <Grid.Th>Depends on</Grid.Th>
          <Grid.Th ta="right">Rows</Grid.Th>
          <Grid.Th ta="right" miw={70}>
            To do
          </Grid.Th>
          <Grid.Th>Jobs</Grid.Th>
        </Grid.Tr>
      </Grid.Thead>
      <Grid.Tbody>
        {tables.map((table) => (
          <ListRow key={table.name} table={table} />
        ))}
      </Grid.Tbody>
    </Grid>
  </ScrollArea>
)

const ListRow = ({ table }: { table: Table }) => {
  const { status, choose, chosen } = usePipelineContext()
  const state = status.get(table.name)
  return (
    <Grid.Tr>
      <Grid.Td>
        <Button
          variant={chosen === table.name ? 'light' : 'subtle'}
          size="compact-sm"
          onClick={() => choose(table.name)}
        >
          {table.name}
        </Button>
      </Grid.Td>
      <Grid.Td>
        <TierBadge tier={tierName(table)} />
      </Grid.Td>
      <Grid.Td>
        <Group gap={4}>
          {table.foreignKeys.map((foreignKey) => (
            <Badge
              key={JSON.stringify(foreignKey)}
              variant="default"
              title={foreignKey.primary ? 'in the key' : 'not in the key'}
              style={foreignKey.primary ? undefined : { borderStyle: 'dashed' }}
            >
              {foreignKey.parent}
            </Badge>
          ))}
        </Group>
      </Grid.Td>
      <Grid.Td ta="right">{state && formatCount(state.rows, state.approximate)}</Grid.Td>
      <Grid.Td ta="right">{state?.remaining !== undefined && formatCount(state.remaining)}</Grid.Td>
      <Grid.Td>{state?.jobs ? <JobBadges jobs={state.jobs} inline /> : <Text c="dimmed">—</Text>}</Grid.Td>
    </Grid.Tr>
  )
}
