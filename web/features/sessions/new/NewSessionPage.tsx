import { Stepper } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { IngestResult } from '#app/views.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { Answer } from '../../../components/Answer.tsx'
import { FocusFirst } from '../../../components/ingest/FocusFirst.tsx'
import { Page } from '../../../components/Page.tsx'
import { isOtherPage, useUnsavedGuard } from '../../../components/useUnsavedGuard.tsx'
import type { PlainKey } from '../../../lib/labels.ts'
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
  const step = stepOf(search)
  const go = (change: Partial<NewSessionSearch>) => void navigate({ search: (last) => ({ ...last, ...change }) })
  return (
    <Page title="New session">
      <Stepper
        active={step - 1}
        onStepClick={(index) => go({ step: index + 1 })}
        allowNextStepsSelect={false}
        size="sm"
        mb="lg"
        aria-label="Steps"
      >
        <Stepper.Step label="Subject" description={search.subject} />
        <Stepper.Step label="Session" description="Start, people, note" />
        <Stepper.Step label="Data folder" description="Optional" />
        <Stepper.Step label="Done" />
      </Stepper>
      <Answer query={pipeline}>{(found) => <Steps {...{ step, search, go }} pipeline={found} />}</Answer>
    </Page>
  )
}

type StepsProps = {
  readonly step: number
  readonly search: NewSessionSearch
  readonly go: (change: Partial<NewSessionSearch>) => void
  readonly pipeline: Pipeline
}

/** What was typed is kept here, so that going back and forth loses nothing. */
const Steps = (props: StepsProps) => {
  const person = usePerson()
  const [draft, setDraft] = useState(() => emptyDraft(person?.user))
  const [result, setResult] = useState<IngestResult | null>(null)
  useUnsavedGuard(isTyped(draft), isOtherPage)
  const { step, go } = props
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
    <FocusFirst key={step}>
      <Step {...props} {...{ draft, result, enter, register }} change={(part) => setDraft({ ...draft, ...part })} />
    </FocusFirst>
  )
}

type StepProps = StepsProps & {
  readonly draft: SessionDraft
  readonly change: (part: Partial<SessionDraft>) => void
  readonly result: IngestResult | null
  readonly enter: (session: PlainKey) => void
  readonly register: (result: IngestResult) => void
}

const Step = ({ step, search, go, pipeline, draft, change, result, enter, register }: StepProps) => {
  const { subject = '', session } = search
  if (step === 1)
    return (
      <SubjectStep
        {...{ pipeline, subject }}
        onChosen={(chosen) => go({ subject: chosen, session: undefined, step: 2 })}
      />
    )
  if (step === 2)
    return (
      <SessionStep
        {...{ pipeline, subject, session, draft, change }}
        onBack={() => go({ step: 1 })}
        onEntered={enter}
      />
    )
  if (step === 3 && session) return <FolderStep {...{ search, session, go }} onRegistered={register} />
  return <DoneStep session={session ?? {}} result={result} />
}
