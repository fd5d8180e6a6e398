import { Badge, Code, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { WorkerView } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { jobId, jobTitle } from '../../components/jobs/jobTitle.ts'
import { Panel } from '../../components/Panel.tsx'
import { formatDatetime } from '../../lib/format.ts'
import { keyText } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'

/** Who works on the queues: LabBook's own workers and those of Python. */
export const WorkersPanel = () => {
  const trpc = useTRPC()
  const workers = useQuery(trpc.worker.list.queryOptions(undefined, { refetchInterval: 5000 }))
  return (
    <Panel title="Workers">
      <Answer query={workers}>
        {(found) => (found.length === 0 ? <NoWorkers /> : <WorkerTable workers={found} />)}
      </Answer>
    </Panel>
  )
}

const NoWorkers = () => (
  <EmptyState
    title="No worker runs"
    hint={
      <>
        Nothing is computed until one does. LabBook starts one with itself; another is started by{' '}
        <Code>npx labbook worker</Code>, or by <Code>populate(reserve_jobs=True)</Code> in Python.
      </>
    }
  />
)

const WorkerTable = ({ workers }: { readonly workers: readonly WorkerView[] }) => (
  <Table.ScrollContainer minWidth={560}>
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Computer</Table.Th>
          <Table.Th>Process</Table.Th>
          <Table.Th>State</Table.Th>
          <Table.Th>Works on</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {workers.map((worker) => (
          <Table.Tr key={`${worker.host} ${worker.pid}`}>
            <Table.Td>{worker.host}</Table.Td>
            <Table.Td>{worker.pid}</Table.Td>
            <Table.Td>
              <Badge
                variant="default"
                miw="max-content"
                c={worker.alive ? 'var(--lb-good)' : 'var(--mantine-color-dimmed)'}
              >
                {worker.alive ? 'alive' : 'stopped'}
              </Badge>
            </Table.Td>
            <Table.Td>
              <Work working={worker.working} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

const Work = ({ working }: Pick<WorkerView, 'working'>) =>
  working.length === 0 ? (
    <Text size="sm" c="dimmed">
      Nothing at the moment
    </Text>
  ) : (
    working.map((work) => (
      <Text key={jobId(work)} size="sm">
        {jobTitle(work.table)}, {keyText(work.key)}
        {work.since && `, since ${formatDatetime(work.since).slice(11, 19)}`}
      </Text>
    ))
  )
