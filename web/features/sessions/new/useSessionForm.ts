import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type SyntheticEvent, useState } from 'react'
import type { Table } from '#core/pipeline/table.ts'
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

/** Values and problems of the session that is being entered; it starts now, unless something else was typed. */
export const useSessionForm = (table: Table, { subject, draft, change, onEntered }: Given) => {
  const [startNow] = useState(() => wallClock(new Date()))
  const [problems, setProblems] = useState<FormErrors>({})
  const create = useCreateSession(onEntered)
  const values: FormValues = { ...initialValues(table), session_datetime: startNow, ...draft.values, subject }
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
      if (Object.keys(found).length === 0) create.mutate(toRequest(table, values, draft))
    },
  }
}

const toRequest = (table: Table, values: FormValues, { experimenters, project, note }: SessionDraft) => ({
  session: toRowInput(table, values),
  experimenters: [...experimenters],
  ...(project ? { project } : {}),
  note,
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
