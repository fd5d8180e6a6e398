import { Stepper } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { IngestResult } from '#app/views.ts'
import { type SessionRoles, sessionRoles } from '#core/assembly/sessionRoles.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { Answer } from '../../../components/Answer.tsx'
import { FocusFirst } from '../../../components/ingest/FocusFirst.tsx'
import { Page } from '../../../components/Page.tsx'
import { isOtherPage, useUnsavedGuard } from '../../../components/useUnsavedGuard.tsx'
import { keyText, type PlainKey, tableTitle } from '../../../lib/labels.ts'
import { usePerson } from '../../../lib/person.ts'
import { usePipeline } from '../../../lib/usePipeline.ts'
import { DoneStep } from './DoneStep.tsx'
import { FolderStep } from './FolderStep.tsx'
import { type NewSessionSearch, stepOf } from './newSessionSearch.ts'
import { SessionStep } from './SessionStep.tsx'
import { SubjectStep } from './SubjectStep.tsx'
import { emptyDraft, isTyped, type SessionDraft } from './sessionDraft.ts'

/**
 * Subject, session, folder: what a person at the rig enters, in the order in which it exists. The session is written before
 * the folder is looked at, so that it is safe whatever is wrong with the files.
 */
export const NewSessionPage = () => {
  const search = useSearch({ from: '/sessions/new' })
  const navigate = useNavigate({ from: '/sessions/new' })
  const pipeline = usePipeline()
  const go = (change: Partial<NewSessionSearch>) => void navigate({ search: (last) => ({ ...last, ...change }) })
  return (
    <Page title="New session">
      <Answer query={pipeline}>
        {(found) => <Steps {...{ search, go }} pipeline={found} roles={sessionRoles(found)} />}
      </Answer>
    </Page>
  )
}

type ProgressProps = Pick<StepsProps, 'search' | 'go' | 'roles'> & { readonly step: number }

/** How far one is. Where sessions refer to no subject there is no step for it. */
const Progress = ({ step, search, go, roles: { subject } }: ProgressProps) => {
  const firstStep = subject?.direct ? 1 : 2
  return (
    <Stepper
      active={step - firstStep}
      onStepClick={(index) => go({ step: index + firstStep })}
      allowNextStepsSelect={false}
      size="sm"
      mb="lg"
      aria-label="Steps"
    >
      {subject?.direct && (
        <Stepper.Step
          label={tableTitle(subject.table.className)}
          description={search.subject && keyText(search.subject)}
        />
      )}
      <Stepper.Step label="Session" description="Start, people, note" />
      <Stepper.Step label="Data folder" description="Optional" />
      <Stepper.Step label="Done" />
    </Stepper>
  )
}

type StepsProps = {
  readonly search: NewSessionSearch
  readonly go: (change: Partial<NewSessionSearch>) => void
  readonly pipeline: Pipeline
  readonly roles: SessionRoles
}

/** What was typed is kept here, so that going back and forth loses nothing. */
const Steps = (props: StepsProps) => {
  const person = usePerson()
  const [draft, setDraft] = useState(() => emptyDraft(person?.user))
  const [result, setResult] = useState<IngestResult | null>(null)
  useUnsavedGuard(isTyped(draft), isOtherPage)
  const { search, go, roles } = props
  const step = stepOf(search, roles.subject?.direct)
  const enter = (session: PlainKey) => {
    setDraft(emptyDraft(person?.user))
    setResult(null)
    go({ session, step: 3 })
  }
  const register = (registered: IngestResult) => {
    setResult(registered)
    go({ step: 4 })
  }
  return (
    <>
      <Progress {...{ step, search, go, roles }} />
      <FocusFirst key={step}>
        <Step
          {...props}
          {...{ step, draft, result, enter, register }}
          change={(part) => setDraft({ ...draft, ...part })}
        />
      </FocusFirst>
    </>
  )
}

type StepProps = StepsProps & {
  readonly step: number
  readonly draft: SessionDraft
  readonly change: (part: Partial<SessionDraft>) => void
  readonly result: IngestResult | null
  readonly enter: (session: PlainKey) => void
  readonly register: (result: IngestResult) => void
}

const Step = ({ step, search, go, pipeline, roles, draft, change, result, enter, register }: StepProps) => {
  const { subject, session } = search
  const role = roles.subject?.direct ? roles.subject : undefined
  if (step === 1 && role)
    return (
      <SubjectStep
        {...{ pipeline, role, subject }}
        onChosen={(chosen) => go({ subject: chosen, session: undefined, step: 2 })}
      />
    )
  if (step === 2)
    return (
      <SessionStep
        {...{ pipeline, roles, subject, session, draft, change }}
        onBack={role && (() => go({ step: 1 }))}
        onEntered={enter}
      />
    )
  if (step === 3 && session) return <FolderStep {...{ search, session, go }} onRegistered={register} />
  return <DoneStep session={session ?? {}} result={result} />
}
