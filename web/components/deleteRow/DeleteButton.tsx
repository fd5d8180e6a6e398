import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import type { Table } from '#core/pipeline/table.ts'
import type { PlainKey } from '../../lib/labels.ts'
import { DeleteDialog } from './DeleteDialog.tsx'

type Props = {
  readonly table: Table
  readonly rowKey: PlainKey
  readonly onDeleted: () => void
  readonly size?: string
}

/** Opens the preview of what goes with the row; nothing is deleted before it is confirmed. */
export const DeleteButton = ({ table, rowKey, onDeleted, size = 'sm' }: Props) => {
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <Button variant="default" c="var(--lb-bad)" size={size} leftSection={<IconTrash size={16} />} onClick={open}>
        Delete…
      </Button>
      {opened && (
        <DeleteDialog
          table={table}
          rowKey={rowKey}
          onClose={close}
          onDeleted={() => {
            close()
            onDeleted()
          }}
        />
      )}
    </>
  )
}
