import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { PlainKey } from '../../lib/labels.ts'
import { keyText } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { Answer } from '../Answer.tsx'
import { CascadeTable } from '../deleteRow/CascadeTable.tsx'
import { ErrorState } from '../ErrorState.tsx'

type Props = { readonly table: string; readonly rowKey: PlainKey }

/** Makes one key of an Imported or Computed table again, e.g. after a folder was curated in phy; says first what goes with it. */
export const ReloadButton = ({ table, rowKey }: Props) => {
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={open}>
        Load again…
      </Button>
      {opened && <ReloadDialog table={table} rowKey={rowKey} onClose={close} />}
    </>
  )
}

const ReloadDialog = ({ table, rowKey, onClose }: Props & { readonly onClose: () => void }) => {
  const trpc = useTRPC()
  const preview = useQuery(trpc.job.previewReload.queryOptions({ table, key: rowKey }, { staleTime: 0, gcTime: 0 }))
  return (
    <Modal opened onClose={onClose} title={`Load ${table} again?`} size="lg">
      <Stack>
        <Text size="sm">
          The files are read again. What was made from them before, for {keyText(rowKey)}, is deleted and queued anew.
        </Text>
        <Answer query={preview}>
          {({ counts, token }) => (
            <>
              <CascadeTable counts={counts} />
              <Confirm table={table} rowKey={rowKey} token={token} onClose={onClose} />
            </>
          )}
        </Answer>
      </Stack>
    </Modal>
  )
}

type ConfirmProps = Props & { readonly token: string; readonly onClose: () => void }

const Confirm = ({ table, rowKey, token, onClose }: ConfirmProps) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const reload = useMutation(
    trpc.job.reload.mutationOptions({
      onSuccess: () => {
        void cache.invalidateQueries()
        notifications.show({ message: `Queued: ${table} is loaded again.` })
        onClose()
      },
    }),
  )
  return (
    <>
      {reload.error && <ErrorState error={reload.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Keep it as it is
        </Button>
        <Button loading={reload.isPending} onClick={() => reload.mutate({ table, key: rowKey, token })}>
          Load again
        </Button>
      </Group>
    </>
  )
}
