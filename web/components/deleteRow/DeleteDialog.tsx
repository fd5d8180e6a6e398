import { Button, Modal, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PartIntegrity } from '#core/algebra/planCascade.ts'
import type { Table } from '#core/pipeline/table.ts'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import { readError } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { Answer } from '../Answer.tsx'
import { DeleteConfirmation } from './DeleteConfirmation.tsx'

type Props = {
  readonly table: Table
  readonly rowKey: PlainKey
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** What would be deleted, table by table, and the button that does it once that is confirmed. */
export const DeleteDialog = ({ table, rowKey, onClose, onDeleted }: Props) => {
  const trpc = useTRPC()
  const [parts, setParts] = useState<PartIntegrity>('enforce')
  const input = { table: table.name, key: rowKey, parts }
  const preview = useQuery(trpc.table.previewDelete.queryOptions(input, { staleTime: 0, gcTime: 0 }))
  const needsMasters = preview.error !== null && readError(preview.error).code === 'PART_INTEGRITY' && !table.master
  return (
    <Modal opened onClose={onClose} title={`Delete from ${table.name}?`} size="lg">
      <Stack>
        <Text ff="monospace" size="sm">
          {keyText(rowKey)}
        </Text>
        {needsMasters && (
          <Button variant="light" onClick={() => setParts('cascade')}>
            See what goes when their masters go too
          </Button>
        )}
        <Answer query={preview}>
          {(shown) => (
            <DeleteConfirmation
              key={shown.token}
              preview={shown}
              request={input}
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
