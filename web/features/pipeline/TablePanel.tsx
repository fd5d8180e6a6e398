import { CloseButton, Group, Stack, Text, Title } from '@mantine/core'
import { IconTable } from '@tabler/icons-react'
import type { TableStatus } from '#app/views.ts'
import { printDefinition } from '#core/definition/printDefinition.ts'
import { isPopulated } from '#core/pipeline/howFilled.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { JobBadges } from '../../components/graph/JobBadges.tsx'
import classes from '../../components/graph/pipeline.module.css'
import { statusText } from '../../components/graph/statusText.ts'
import { LinkButton } from '../../components/links.tsx'
import { TierBadge, tierName } from '../../components/TierBadge.tsx'
import { JobErrors } from './JobErrors.tsx'
import { PopulateButton } from './PopulateButton.tsx'

type Props = {
  readonly table: Table
  readonly pipeline: Pipeline
  readonly status: TableStatus | undefined
  readonly onClose: () => void
}

/** One table beside the drawing: how it stands, what can be done, how it is defined. */
export const TablePanel = ({ table, pipeline, status, onClose }: Props) => (
  <aside className={classes.panel} aria-label={table.name} onKeyDown={(event) => event.key === 'Escape' && onClose()}>
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <Stack gap={4}>
        <Title order={2}>{table.name}</Title>
        <Group gap="xs">
          <TierBadge tier={tierName(table)} />
          {status && (
            <Text size="sm" c="dimmed">
              {statusText(status)}
            </Text>
          )}
        </Group>
      </Stack>
      <CloseButton size="lg" aria-label={`Close ${table.name}`} onClick={onClose} />
    </Group>
    {table.comment && <Text size="sm">{table.comment}</Text>}
    <Group gap="xs">
      <LinkButton
        to="/tables/$table"
        params={{ table: table.name }}
        variant="default"
        leftSection={<IconTable size={16} />}
      >
        Rows
      </LinkButton>
      {isPopulated(table) && <PopulateButton table={table.name} />}
    </Group>
    {status?.jobs && <JobBadges jobs={status.jobs} inline />}
    {status?.jobs && status.jobs.error > 0 && <JobErrors table={table.name} />}
    <Stack gap={6}>
      <Title order={3}>Definition</Title>
      <CodeBlock label={`definition of ${table.name}`} code={printDefinition(table, pipeline)} />
    </Stack>
  </aside>
)
