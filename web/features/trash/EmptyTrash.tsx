import { Button, Group, Modal, NumberInput, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { TrashEntry } from '#app/views.ts'
import { ErrorState } from '../../components/ErrorState.tsx'
import { plural } from '../../lib/format.ts'
import { useTRPC } from '../../lib/trpc.ts'

/** Days after which hardly anybody misses a row. */
const proposedDays = 30

/** Gives up old deletes for good, after a second look at what that is. */
export const EmptyTrash = ({ entries }: { readonly entries: readonly TrashEntry[] }) => {
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" onClick={open} disabled={entries.length === 0}>
        Empty…
      </Button>
      {opened && <EmptyDialog onClose={close} />}
    </>
  )
}

const EmptyDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const [days, setDays] = useState<number>(proposedDays)
  const trpc = useTRPC()
  const cache = useQueryClient()
  const empty = useMutation(
    trpc.trash.empty.mutationOptions({
      onSuccess: ({ emptied }) => {
        void cache.invalidateQueries({ queryKey: trpc.trash.pathKey() })
        notifications.show({ message: `Gave up ${plural(emptied, 'delete')} for good.` })
        onClose()
      },
    }),
  )
  return (
    <Modal opened onClose={onClose} title="Empty the trash?">
      <Stack>
        <NumberInput
          label="Delete for good what was deleted more than so many days ago"
          min={0}
          max={36_500}
          allowDecimal={false}
          value={days}
          onChange={(value) => setDays(Number(value) || 0)}
        />
        <Text size="sm">These rows cannot be restored afterwards. Who emptied the trash is told in the history.</Text>
        {empty.error && <ErrorState error={empty.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep
          </Button>
          <Button color="red.9" loading={empty.isPending} onClick={() => empty.mutate({ olderThanDays: days })}>
            Delete for good
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
