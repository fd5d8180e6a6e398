import { Button, Group, Table, Text, UnstyledButton } from '@mantine/core'
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react'
import type { JobCounts, TableStatus } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { statusWord } from '../../components/jobs/JobStatus.tsx'
import { jobTitle } from '../../components/jobs/jobTitle.ts'
import { useJobActions } from '../../components/jobs/useJobActions.ts'
import { Panel } from '../../components/Panel.tsx'
import { formatCount } from '../../lib/format.ts'
import { useLiveTableStatus, useTableStatus } from '../../lib/useTableStatus.ts'
import classes from './jobs.module.css'
import type { JobsSearch } from './jobsSearch.ts'

type Props = { readonly chosen: JobsSearch; readonly onChoose: (search: JobsSearch) => void }

/** Each queue with its counts; a count shows the jobs that it counts. */
export const QueuesPanel = (props: Props) => {
  const asked = useTableStatus()
  const { status } = useLiveTableStatus()
  return (
    <Panel title="Queues">
      <Answer query={asked}>
        {() => {
          const queues = [...status.values()].filter(({ jobs }) => jobs !== undefined)
          return queues.length === 0 ? (
            <EmptyState title="No table fills itself" hint="Queues belong to imported and computed tables." />
          ) : (
            <QueueTable {...props} queues={queues} />
          )
        }}
      </Answer>
    </Panel>
  )
}

const counted = ['reserved', 'pending', 'error', 'ignore'] as const satisfies readonly (keyof JobCounts)[]

const QueueTable = ({ queues, ...props }: Props & { readonly queues: readonly TableStatus[] }) => (
  <Table.ScrollContainer minWidth={560}>
    <Table className={classes.queues}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Table</Table.Th>
          <Table.Th>Rows</Table.Th>
          <Table.Th>To do</Table.Th>
          {counted.map((status) => (
            <Table.Th key={status}>{statusWord(status)}</Table.Th>
          ))}
          <Table.Th aria-label="Actions" />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {queues.map((queue) => (
          <QueueRow key={queue.table} queue={queue} {...props} />
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

const QueueRow = ({ queue, chosen, onChoose }: Props & { readonly queue: TableStatus }) => {
  const { table, rows, approximate, remaining = 0, jobs, madeElsewhere } = queue
  return (
    <Table.Tr data-chosen={chosen.table === table || undefined}>
      <Table.Th scope="row" title={table}>
        {jobTitle(table)}
        {madeElsewhere && (
          <Text size="xs" c="dimmed">
            made by Python, not by LabBook
          </Text>
        )}
      </Table.Th>
      <Table.Td>{formatCount(rows, approximate)}</Table.Td>
      <Table.Td>{formatCount(remaining)}</Table.Td>
      {counted.map((status) => (
        <Table.Td key={status}>
          <Count
            count={jobs?.[status] ?? 0}
            status={status}
            label={`${jobTitle(table)}: ${jobs?.[status] ?? 0} ${statusWord(status)}`}
            onClick={() => onChoose({ table, status })}
          />
        </Table.Td>
      ))}
      <Table.Td>
        <QueueActions table={table} failed={jobs?.error ?? 0} />
      </Table.Td>
    </Table.Tr>
  )
}

type CountProps = {
  readonly count: number
  readonly status: string
  readonly label: string
  readonly onClick: () => void
}

const Count = ({ count, status, label, onClick }: CountProps) =>
  count === 0 ? (
    <Text span size="sm" c="dimmed">
      0
    </Text>
  ) : (
    <UnstyledButton className={classes.count} data-status={status} aria-label={`${label}. Show them`} onClick={onClick}>
      {formatCount(count)}
    </UnstyledButton>
  )

const QueueActions = ({ table, failed }: { readonly table: string; readonly failed: number }) => {
  const { populate, retryAll } = useJobActions()
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {failed > 0 && (
        <Button
          size="xs"
          variant="light"
          className={classes.action}
          title="Retry all failed jobs"
          leftSection={<IconRefresh size={14} />}
          aria-label={`Retry all failed jobs of ${jobTitle(table)}`}
          loading={retryAll.isPending}
          onClick={() => retryAll.mutate({ table })}
        >
          Retry all
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        className={classes.action}
        title="Queue every key that has no row yet"
        leftSection={<IconPlayerPlay size={14} />}
        aria-label={`Populate ${jobTitle(table)} now`}
        loading={populate.isPending}
        onClick={() => populate.mutate({ table })}
      >
        Populate now
      </Button>
    </Group>
  )
}
