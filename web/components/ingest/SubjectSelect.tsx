import { Button, Drawer, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { isWrittenByHand } from '#core/pipeline/howFilled.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { type PlainKey, tableTitle } from '../../lib/labels.ts'
import { RowForm } from '../rowForm/RowForm.tsx'
import { RowSelect } from './RowSelect.tsx'

type Props = {
  readonly pipeline: Pipeline
  /** subject.Subject, or what the lab has for it. */
  readonly table: Table
  readonly subject: PlainKey | null
  readonly onChange: (subject: PlainKey | null) => void
  readonly error?: string | undefined
}

/** Choose a subject, or enter a new one beside the page, which keeps what was typed. */
export const SubjectSelect = ({ pipeline, table, subject, onChange, error }: Props) => {
  const [entering, { open, close }] = useDisclosure(false)
  const title = tableTitle(table.className)
  const saved = (key: PlainKey) => {
    onChange(key)
    close()
  }
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <div style={{ flex: 1 }}>
        <RowSelect
          table={table.name}
          label={title}
          placeholder="Search by name"
          required
          value={subject}
          onChange={onChange}
          error={error}
        />
      </div>
      {isWrittenByHand(table) && (
        <Button variant="default" mt={25} leftSection={<IconPlus size={16} />} onClick={open}>
          New {title.toLowerCase()}
        </Button>
      )}
      <Drawer
        opened={entering}
        onClose={close}
        position="right"
        size="xl"
        title={`New ${title.toLowerCase()}`}
        closeOnClickOutside={false}
      >
        <RowForm
          {...{ table, pipeline }}
          submitLabel={`Add the ${title.toLowerCase()}`}
          onSaved={({ key }) => saved(key as PlainKey)}
          onCancel={close}
        />
      </Drawer>
    </Group>
  )
}
