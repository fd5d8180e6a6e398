import { Button, Drawer, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { usePipeline } from '../../lib/usePipeline.ts'
import { Answer } from '../Answer.tsx'
import { RowForm } from '../rowForm/RowForm.tsx'
import { RowSelect } from './RowSelect.tsx'

type Props = {
  /** Name of the subject, `''` for none. */
  readonly subject: string
  readonly onChange: (subject: string) => void
  readonly error?: string | undefined
}

const table = 'subject.Subject'

/** Choose a subject, or enter a new one beside the page, which keeps what was typed. */
export const SubjectSelect = ({ subject, onChange, error }: Props) => {
  const [entering, { open, close }] = useDisclosure(false)
  return (
    <Group align="flex-start" gap="xs" wrap="nowrap">
      <div style={{ flex: 1 }}>
        <RowSelect
          table={table}
          label="Subject"
          placeholder="Search by name"
          required
          value={subject ? { subject } : null}
          onChange={(key) => onChange(String(key?.subject ?? ''))}
          error={error}
        />
      </div>
      <Button variant="default" mt={25} leftSection={<IconPlus size={16} />} onClick={open}>
        New subject
      </Button>
      <Drawer
        opened={entering}
        onClose={close}
        position="right"
        size="xl"
        title="New subject"
        closeOnClickOutside={false}
      >
        <NewSubject
          onCancel={close}
          onSaved={(name) => {
            onChange(name)
            close()
          }}
        />
      </Drawer>
    </Group>
  )
}

const NewSubject = ({ onSaved, onCancel }: { onSaved: (subject: string) => void; onCancel: () => void }) => {
  const pipeline = usePipeline()
  return (
    <Answer query={pipeline}>
      {(found) => (
        <RowForm
          table={found.table(table)}
          pipeline={found}
          submitLabel="Add the subject"
          onSaved={({ key }) => onSaved(String(key.subject))}
          onCancel={onCancel}
        />
      )}
    </Answer>
  )
}
