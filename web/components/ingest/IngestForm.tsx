import { Button, Group, Kbd, Stack, Text } from '@mantine/core'
import { getHotkeyHandler } from '@mantine/hooks'
import { useState } from 'react'
import type { IngestProposal, IngestResult } from '#app/views.ts'
import { sessionRoles } from '#core/assembly/sessionRoles.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { PlainKey } from '../../lib/labels.ts'
import { usePerson } from '../../lib/person.ts'
import { ErrorState } from '../ErrorState.tsx'
import { Panel } from '../Panel.tsx'
import { FindingCard } from './FindingCard.tsx'
import { IngestPeople } from './IngestPeople.tsx'
import { IngestRunning } from './IngestRunning.tsx'
import { IngestTarget } from './IngestTarget.tsx'
import { type IngestDraft, isComplete, type Missing, missingOf, startDraft, toRequest } from './ingestDraft.ts'
import { ProblemList } from './ProblemList.tsx'
import { RegisterDialog } from './RegisterDialog.tsx'
import { useNextNumber } from './useNextNumber.ts'
import { useRegister } from './useRegister.ts'

type Props = {
  readonly proposal: IngestProposal
  readonly pipeline: Pipeline
  readonly session?: PlainKey | undefined
  readonly subject?: string | undefined
  readonly onRegistered: (result: IngestResult) => void
}

/** What was found, which session it becomes, and a look at what would be written before it is. No error loses what was typed. */
export const IngestForm = ({ proposal, pipeline, session, subject, onRegistered }: Props) => {
  const person = usePerson()
  const roles = sessionRoles(pipeline)
  const [typed, setDraft] = useState(() =>
    startDraft(proposal, roles, { session, subject, experimenter: person?.user }),
  )
  const draft: IngestDraft = { ...typed, values: useNextNumber(roles, typed.values) }
  const [isTried, setTried] = useState(false)
  const register = useRegister(roles, onRegistered)
  const missing = missingOf(draft, roles)
  const errors = isTried ? withIssues(missing, register.issues) : { values: register.issues }
  const change = (part: Partial<IngestDraft>) => {
    setDraft({ ...typed, ...part })
    register.forget()
  }
  const review = () => {
    setTried(true)
    if (isComplete(missing)) register.preview(toRequest(proposal, draft, roles))
  }
  const isFixed = session !== undefined || proposal.session.registered
  return (
    <Stack gap="md" onKeyDown={getHotkeyHandler([['mod+Enter', review]])}>
      <ProblemList problems={proposal.problems} />
      <Findings proposal={proposal} draft={draft} change={change} error={errors.accept} />
      <Panel title="Session">
        <Stack gap="md">
          <IngestTarget {...{ proposal, pipeline, roles, draft, errors, change, isFixed }} />
          {draft.target === 'new' && <IngestPeople {...{ roles, draft, change }} />}
        </Stack>
      </Panel>
      {register.error && <ErrorState error={register.error} />}
      <Group>
        <Button loading={register.isPreviewing} onClick={review}>
          Review and register…
        </Button>
        {register.isPreviewing && register.running ? (
          <IngestRunning id={register.running} />
        ) : (
          <Text size="xs" c="dimmed" visibleFrom="sm">
            <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> shows what would be written; nothing is written yet
          </Text>
        )}
      </Group>
      <RegisterDialog register={register} />
    </Stack>
  )
}

const withIssues = (missing: Missing, issues: Missing['values']): Missing => ({
  ...missing,
  values: { ...issues, ...missing.values },
})

type FindingsProps = {
  readonly proposal: IngestProposal
  readonly draft: IngestDraft
  readonly change: (part: Partial<IngestDraft>) => void
  readonly error: string | undefined
}

const Findings = ({ proposal, draft, change, error }: FindingsProps) => (
  <Stack gap="sm" component="section" aria-label="What is in the folder">
    {proposal.findings.map((finding) => (
      <FindingCard
        key={finding.id}
        finding={finding}
        accepted={draft.accept.includes(finding.id)}
        onAccept={(accepted) => change({ accept: withId(draft.accept, finding.id, accepted) })}
      />
    ))}
    {error && (
      <Text size="sm" c="var(--mantine-color-error)" role="alert">
        {error}
      </Text>
    )}
  </Stack>
)

const withId = (ids: readonly string[], id: string, included: boolean): readonly string[] =>
  included ? [...ids, id] : ids.filter((other) => other !== id)
