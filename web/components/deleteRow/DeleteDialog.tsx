import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeletePreview } from '#app/views.ts'
import type { Table } from '#core/pipeline/table.ts'
import { plural } from '../../lib/format.ts'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { Answer } from '../Answer.tsx'
import { ErrorState } from '../ErrorState.tsx'
import { CascadeTable } from './CascadeTable.tsx'

type Props = {
  readonly table: Table
  readonly rowKey: PlainKey
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** What would be deleted, table by table, and the button that does it once that is confirmed. */
export const DeleteDialog = ({ table, rowKey, onClose, onDeleted }: Props) => {
  const trpc = useTRPC()
  const input = { table: table.name, key: rowKey }
  const preview = useQuery(trpc.table.previewDelete.queryOptions(input, { staleTime: 0, gcTime: 0 }))
  return (
    <Modal opened onClose={onClose} title={`Delete from ${table.name}?`} size="lg">
      <Stack>
        <Text ff="monospace" size="sm">
          {keyText(rowKey)}
        </Text>
        <Answer query={preview}>
          {(shown) => (
            <Confirmation
              key={shown.token}
              preview={shown}
              rowKey={rowKey}
              onClose={onClose}
              onDeleted={onDeleted}
              lookAgain={() => void preview.refetch()}
            />
          )}
        </Answer>
      </Stack>
    </Modal>
  )
}

type ConfirmationProps = Pick<Props, 'rowKey' | 'onClose' | 'onDeleted'> & {
  readonly preview: DeletePreview
  readonly lookAgain: () => void
}

const Confirmation = ({ preview, rowKey, onClose, onDeleted, lookAgain }: ConfirmationProps) => {
  const [confirmed, setConfirmed] = useState(preview.total <= 1)
  const trpc = useTRPC()
  const cache = useQueryClient()
  const remove = useMutation(
    trpc.table.delete.mutationOptions({
      onError: (error) => error.data?.labbook?.code === 'CASCADE_CHANGED' && lookAgain(),
      onSuccess: ({ total }) => {
        for (const group of [trpc.table, trpc.session, trpc.job, trpc.pipeline.status])
          void cache.invalidateQueries({ queryKey: group.pathKey() })
        notifications.show({ message: `Deleted ${plural(total, 'row')}.`, color: 'green' })
        onDeleted()
      },
    }),
  )
  return (
    <Stack>
      <CascadeTable counts={preview.counts} />
      {preview.total > 1 && (
        <Checkbox
          label={confirmation(preview)}
          checked={confirmed}
          onChange={(event) => setConfirmed(event.currentTarget.checked)}
        />
      )}
      {remove.error && <ErrorState error={remove.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep
        </Button>
        <Button
          color="red.9"
          disabled={!confirmed}
          loading={remove.isPending}
          onClick={() => remove.mutate({ table: preview.table, key: rowKey, token: preview.token })}
        >
          Delete {plural(preview.total, 'row')}
        </Button>
      </Group>
    </Stack>
  )
}

const confirmation = ({ counts, total }: DeletePreview): string => {
  const made = counts.some(({ tier }) => tier === 'imported' || tier === 'computed')
  return `Yes, delete all ${plural(total, 'row')}${made ? ', results of the pipeline among them' : ''}.`
}
