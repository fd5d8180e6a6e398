import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { RowSelect } from '../../../components/ingest/RowSelect.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { RowForm } from '../../../components/rowForm/RowForm.tsx'
import { useTableStatus } from '../../../lib/useTableStatus.ts'
import { ContinueHint, submitsOnHotkey } from './ContinueHint.tsx'

type Props = {
  readonly pipeline: Pipeline
  readonly subject: string
  readonly onChosen: (subject: string) => void
}

const table = 'subject.Subject'

/** Who is experimented with: a subject that is there, or a new one entered right here. */
export const SubjectStep = ({ pipeline, subject, onChosen }: Props) => {
  const [choice, setChoice] = useState<'known' | 'new' | null>(null)
  const status = useTableStatus()
  const isNew = choice ? choice === 'new' : status.data?.get(table)?.rows === 0
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label="Subject"
        style={{ alignSelf: 'flex-start' }}
        value={isNew ? 'new' : 'known'}
        onChange={(chosen) => setChoice(chosen === 'new' ? 'new' : 'known')}
        data={[
          { value: 'known', label: 'A subject that is there' },
          { value: 'new', label: 'A new subject' },
        ]}
      />
      {isNew ? (
        <RowForm
          table={pipeline.table(table)}
          pipeline={pipeline}
          submitLabel="Add and continue"
          onSaved={({ key }) => onChosen(String(key.subject))}
        />
      ) : (
        <KnownSubject subject={subject} onChosen={onChosen} />
      )}
    </Stack>
  )
}

const KnownSubject = ({ subject, onChosen }: Omit<Props, 'pipeline'>) => {
  const [chosen, setChosen] = useState(subject)
  const [isTried, setTried] = useState(false)
  const next = (event: SyntheticEvent) => {
    event.preventDefault()
    setTried(true)
    if (chosen) onChosen(chosen)
  }
  return (
    <Panel>
      <form onSubmit={next} onKeyDown={submitsOnHotkey(next)}>
        <Stack gap="md" maw="32rem">
          <RowSelect
            table={table}
            label="Subject"
            placeholder="Search by name"
            required
            value={chosen ? { subject: chosen } : null}
            onChange={(key) => setChosen(String(key?.subject ?? ''))}
            error={isTried && !chosen ? 'Choose the subject, or enter a new one.' : undefined}
          />
          <Group>
            <Button type="submit">Continue</Button>
            <ContinueHint />
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}
