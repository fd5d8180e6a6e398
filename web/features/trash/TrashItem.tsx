import { Button, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { TrashEntry } from '#app/views.ts'
import { TextLink } from '../../components/links.tsx'
import { formatBytes, formatCount, formatDatetime, plural } from '../../lib/format.ts'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { RestoreProblem } from './RestoreProblem.tsx'
import classes from './trash.module.css'

/** One delete: what went, who did it and when, and the way back. */
export const TrashItem = ({ entry }: { readonly entry: TrashEntry }) => {
  const { id, table, key, counts, restoredAt, restoredBy } = entry
  const restore = useRestore(entry)
  return (
    <li className={classes.entry}>
      <Group align="flex-start" justify="space-between" gap="sm">
        <Stack gap={2} style={{ flex: '1 1 20rem', minWidth: 0 }}>
          <Group gap="xs">
            <Text size="sm" fw={550}>
              {table}
            </Text>
            <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {keyText(key)}
            </Text>
          </Group>
          <Text size="sm">{whenText(entry)}</Text>
          <Text size="sm" c="dimmed">
            {counts.map(({ table: name, rows }) => `${name} ${formatCount(rows)}`).join(' · ')}
          </Text>
          {restore.error && <RestoreProblem error={restore.error} />}
        </Stack>
        {restoredAt === null ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconArrowBackUp size={14} />}
            aria-label={`Restore ${table} ${keyText(key)}`}
            loading={restore.isPending}
            onClick={() => restore.mutate({ id })}
          >
            Restore
          </Button>
        ) : (
          <Text size="sm" c="var(--lb-good)">
            restored {formatDatetime(restoredAt).slice(0, 19)} by {restoredBy || 'the command line'},{' '}
            <TextLink underline="always" to="/tables/$table" params={{ table }} search={{ row: key as PlainKey }}>
              look
            </TextLink>
          </Text>
        )}
      </Group>
    </li>
  )
}

const whenText = ({ at, user, total, bytes }: TrashEntry): string =>
  `${formatDatetime(at).slice(0, 19)} by ${user || 'the command line'}: ${plural(total, 'row')}, about ${formatBytes(bytes)}`

const useRestore = ({ table }: TrashEntry) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  return useMutation(
    trpc.trash.restore.mutationOptions({
      onSuccess: ({ total }) => {
        void cache.invalidateQueries()
        notifications.show({ message: `Restored ${plural(total, 'row')}, from ${table} down.`, color: 'green' })
      },
    }),
  )
}
