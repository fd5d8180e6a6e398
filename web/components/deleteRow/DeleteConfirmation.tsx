import { Button, Checkbox, Group, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DeletePreview } from '#app/views.ts'
import type { PartIntegrity } from '#core/algebra/planCascade.ts'
import { formatBytes, plural } from '../../lib/format.ts'
import type { PlainKey } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { ErrorState } from '../ErrorState.tsx'
import { CascadeTable } from './CascadeTable.tsx'

type Props = {
  readonly preview: DeletePreview
  readonly request: { readonly table: string; readonly key: PlainKey; readonly parts: PartIntegrity }
  readonly onClose: () => void
  readonly onDeleted: () => void
  readonly lookAgain: () => void
}

/** What goes, whether it can come back, and the button. */
export const DeleteConfirmation = ({ preview, request, onClose, onDeleted, lookAgain }: Props) => {
  const needsTick = preview.total > 1 || !preview.keepable
  const [confirmed, setConfirmed] = useState(!needsTick)
  const remove = useDelete(onDeleted, lookAgain)
  const { keepable, token, total } = preview
  return (
    <Stack>
      <CascadeTable counts={preview.counts} />
      <Text size="sm">{wayBack(preview)}</Text>
      {needsTick && (
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
          onClick={() => remove.mutate({ ...request, token, trash: keepable ? 'keep' : 'none' })}
        >
          Delete {plural(total, 'row')}
          {!keepable && ' for good'}
        </Button>
      </Group>
    </Stack>
  )
}

const useDelete = (onDeleted: () => void, lookAgain: () => void) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  return useMutation(
    trpc.table.delete.mutationOptions({
      onError: (error) => error.data?.labbook?.code === 'CASCADE_CHANGED' && lookAgain(),
      onSuccess: ({ total, keepable }) => {
        for (const group of [trpc.table, trpc.session, trpc.job, trpc.trash, trpc.audit, trpc.pipeline.status])
          void cache.invalidateQueries({ queryKey: group.pathKey() })
        const whereTo = keepable ? ' The trash can bring them back.' : ''
        notifications.show({ message: `Deleted ${plural(total, 'row')}.${whereTo}`, color: 'green' })
        onDeleted()
      },
    }),
  )
}

const wayBack = ({ bytes, keepable }: DeletePreview): string =>
  keepable
    ? `They go to the trash (about ${formatBytes(bytes)}), from which all of them can be restored.`
    : `With about ${formatBytes(bytes)} they are too large for the trash: they cannot be restored.`

const confirmation = ({ counts, total, keepable }: DeletePreview): string => {
  const made = counts.some(({ tier }) => tier === 'imported' || tier === 'computed')
  const forGood = keepable ? '' : ', for good'
  return `Yes, delete all ${plural(total, 'row')}${made ? ', results of the pipeline among them' : ''}${forGood}.`
}
