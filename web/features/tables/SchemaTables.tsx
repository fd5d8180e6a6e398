import { Table as Grid, Group, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { TableStatus } from '#app/views.ts'
import type { Table } from '#core/pipeline/table.ts'
import { Panel } from '../../components/Panel.tsx'
import { TierBadge, tierName } from '../../components/TierBadge.tsx'
import { formatCount } from '../../lib/format.ts'
import classes from './tables.module.css'

type Props = {
  readonly schema: string
  readonly tables: readonly Table[]
  readonly status: ReadonlyMap<string, TableStatus> | undefined
}

/** The tables of one schema, parts below their masters. */
export const SchemaTables = ({ schema, tables, status }: Props) => (
  <Panel title={schema} p="md">
    <Grid highlightOnHover className={classes.list}>
      <Grid.Thead>
        <Grid.Tr>
          <Grid.Th>Table</Grid.Th>
          <Grid.Th w={110}>Tier</Grid.Th>
          <Grid.Th visibleFrom="sm">What it holds</Grid.Th>
          <Grid.Th w={110} ta="right">
            Rows
          </Grid.Th>
        </Grid.Tr>
      </Grid.Thead>
      <Grid.Tbody>
        {tables.map((table) => (
          <TableRow key={table.name} table={table} status={status?.get(table.name)} />
        ))}
      </Grid.Tbody>
    </Grid>
  </Panel>
)

const TableRow = ({ table, status }: { table: Table; status: TableStatus | undefined }) => (
  <Grid.Tr>
    <Grid.Td>
      <Link
        to="/tables/$table"
        params={{ table: table.name }}
        className={classes.name}
        data-part={table.master ? true : undefined}
      >
        {table.className}
      </Link>
    </Grid.Td>
    <Grid.Td>
      <TierBadge tier={tierName(table)} />
    </Grid.Td>
    <Grid.Td visibleFrom="sm">
      <Text size="sm" c="dimmed" lineClamp={1} title={table.comment}>
        {table.comment}
      </Text>
    </Grid.Td>
    <Grid.Td ta="right">
      <Group gap={6} justify="flex-end" wrap="nowrap">
        {status?.jobs && status.jobs.error > 0 && (
          <Text size="xs" c="var(--lb-bad)" fw={600}>
            {formatCount(status.jobs.error)} failed
          </Text>
        )}
        <span>{status ? formatCount(status.rows, status.approximate) : ''}</span>
      </Group>
    </Grid.Td>
  </Grid.Tr>
)
