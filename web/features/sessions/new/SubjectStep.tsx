import { Button, Group, SegmentedControl, Stack } from '@mantine/core'
import { type SyntheticEvent, useState } from 'react'
import type { SubjectRole } from '#core/assembly/sessionRoles.ts'
import { isWrittenByHand } from '#core/pipeline/howFilled.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { RowSelect } from '../../../components/ingest/RowSelect.tsx'
import { Panel } from '../../../components/Panel.tsx'
import { RowForm } from '../../../components/rowForm/RowForm.tsx'
import { type PlainKey, tableTitle } from '../../../lib/labels.ts'
import { useTableStatus } from '../../../lib/useTableStatus.ts'
import { ContinueHint, submitsOnHotkey } from './ContinueHint.tsx'

type Props = {
  readonly pipeline: Pipeline
  readonly role: SubjectRole
  readonly subject: PlainKey | undefined
  readonly onChosen: (subject: PlainKey) => void
}

/** Who is experimented with: a subject that is there, or a new one entered right here. */
export const SubjectStep = ({ pipeline, role: { table }, subject, onChosen }: Props) => {
  const [choice, setChoice] = useState<'known' | 'new' | null>(null)
  const status = useTableStatus()
  const isEmpty = status.data?.get(table.name)?.rows === 0
  const isNew = isWrittenByHand(table) && (choice ? choice === 'new' : isEmpty)
  const word = tableTitle(table.className).toLowerCase()
  return (
    <Stack gap="md">
      {isWrittenByHand(table) && (
        <SegmentedControl
          aria-label={tableTitle(table.className)}
          style={{ alignSelf: 'flex-start' }}
          value={isNew ? 'new' : 'known'}
          onChange={(chosen) => setChoice(chosen === 'new' ? 'new' : 'known')}
          data={[
            { value: 'known', label: `A ${word} that is there` },
            { value: 'new', label: `A new ${word}` },
          ]}
        />
      )}
      {isNew ? (
        <RowForm
          {...{ table, pipeline }}
          submitLabel="Add and continue"
          onSaved={({ key }) => onChosen(key as PlainKey)}
        />
      ) : (
        <KnownSubject table={table.name} title={tableTitle(table.className)} {...{ subject, onChosen }} />
      )}
    </Stack>
  )
}

type KnownProps = Pick<Props, 'subject' | 'onChosen'> & { readonly table: string; readonly title: string }

const KnownSubject = ({ table, title, subject, onChosen }: KnownProps) => {
  const [chosen, setChosen] = useState<PlainKey | null>(subject ?? null)
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
            label={title}
            placeholder="Search by name"
            required
            value={chosen}
            onChange={setChosen}
            error={isTried && !chosen ? `Choose the ${title.toLowerCase()}, or enter a new one.` : undefined}
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
