import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ErrorState } from '../../components/ErrorState.tsx'
import { plural } from '../../lib/format.ts'
import { useTRPC } from '../../lib/trpc.ts'
import type { Draft, ReadDraft } from './readDraft.ts'

type Props = {
  readonly draft: Draft
  readonly read: ReadDraft
  readonly onCreated: (tables: readonly string[]) => void
}

/** The button that makes the new tables, and why it cannot be pressed. */
export const CreateTables = ({ draft, read, onCreated }: Props) => {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const allowed = useQuery(trpc.declare.allowed.queryOptions())
  const create = useMutation(
    trpc.declare.create.mutationOptions({
      onSuccess: async ({ created }) => {
        await queries.invalidateQueries(trpc.pipeline.pathFilter())
        onCreated(created)
      },
    }),
  )
  const count = read.tables.filter(({ state }) => state === 'new').length
  const reason = reasonAgainst(read, count, allowed.data)
  return (
    <Stack gap="xs">
      <Group>
        <Button
          disabled={reason !== null}
          loading={create.isPending}
          onClick={() => create.mutate({ text: draft.text, ...(draft.schema && { schema: draft.schema }) })}
        >
          {count > 0 ? `Create ${plural(count, 'table')}` : 'Create'}
        </Button>
        <Text size="sm" c="dimmed">
          {reason}
        </Text>
      </Group>
      {create.error && <ErrorState error={create.error} />}
    </Stack>
  )
}

const reasonAgainst = ({ tables, problem }: ReadDraft, count: number, allowed: boolean | undefined): string | null => {
  if (allowed === false) return 'Only administrators create tables here.'
  if (problem) return 'Correct the marked line first.'
  if (tables.some(({ state }) => state === 'differs')) return 'A table is there already in another form.'
  if (tables.length > 0 && count === 0) return 'These tables are there already.'
  return count === 0 ? 'Write a definition first.' : null
}
