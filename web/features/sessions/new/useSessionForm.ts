import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import { type SessionRoles, startValue } from '#core/assembly/sessionRoles.ts'
import type { Table } from '#core/pipeline/table.ts'
import { subjectTexts } from '../../../components/ingest/sessionEntries.ts'
import { useNextNumber } from '../../../components/ingest/useNextNumber.ts'
import {
  type FormErrors,
  type FormValues,
  initialValues,
  problemOf,
  toRowInput,
  validateValues,
} from '../../../components/rowForm/formValues.ts'
import type { PlainKey } from '../../../lib/labels.ts'
import { useTRPC } from '../../../lib/trpc.ts'
import type { SessionStepProps } from './SessionStep.tsx'
import { errorsByInput, type SessionDraft, wallClock } from './sessionDraft.ts'

type Given = Pick<SessionStepProps, 'subject' | 'draft' | 'change' | 'onEntered'>

export type SessionFormState = ReturnType<typeof useSessionForm>

/** Values and problems of the session that is being entered; it starts now and takes the next number, unless something else was typed. */
export const useSessionForm = (roles: SessionRoles, { subject, draft, change, onEntered }: Given) => {
  const { session: table } = roles
  const [startNow] = useState(() => wallClock(new Date()))
  const [problems, setProblems] = useState<FormErrors>({})
  const create = useCreateSession(onEntered)
  const values = useNextNumber(roles, {
    ...startValues(roles, startNow),
    ...draft.values,
    ...(roles.subject?.direct && subjectTexts(roles.subject, subject ?? null)),
  })
  const changeDraft = (part: Partial<SessionDraft>) => {
    setProblems({})
    create.reset()
    change(part)
  }
  return {
    values,
    errors: { ...errorsByInput(create.error), ...problems },
    error: create.error,
    isSaving: create.isPending,
    changeDraft,
    setValues: (next: FormValues) => changeDraft({ values: { ...draft.values, ...next } }),
    /** On leaving an input. */
    check: (name: string) => setProblems(problemAt(table, name, values)),
    submit: (event: SyntheticEvent) => {
      event.preventDefault()
      const found = validateValues(table, values)
      setProblems(found)
      if (Object.keys(found).length === 0) create.mutate(toRequest(roles, values, draft))
    },
  }
}

/** Without a number: it is proposed until somebody types one. */
const startValues = ({ session, start, number }: SessionRoles, now: string): FormValues => {
  const values = { ...initialValues(session), ...(start && { [start.name]: startValue(start, now) }) }
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== number?.name))
}

const toRequest = (roles: SessionRoles, values: FormValues, { experimenters, project, note }: SessionDraft) => ({
  session: toRowInput(roles.session, values),
  ...(roles.experimenter && { experimenters: [...experimenters] }),
  ...(project ? { project } : {}),
  ...(roles.note && { note }),
})

const problemAt = (table: Table, name: string, values: FormValues): FormErrors => {
  const attribute = table.attributes.find((known) => known.name === name)
  const problem = attribute && values[name] ? problemOf(attribute, values[name]) : null
  return problem ? { [name]: problem } : {}
}

const useCreateSession = (onEntered: (key: PlainKey) => void) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  return useMutation(
    trpc.session.create.mutationOptions({
      onSuccess: ({ key }) => {
        void cache.invalidateQueries()
        onEntered(key as PlainKey)
      },
    }),
  )
}
