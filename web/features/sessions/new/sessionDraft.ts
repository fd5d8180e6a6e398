import type { FormErrors, FormValues } from '../../../components/rowForm/formValues.ts'
import { issuesOf } from '../../../lib/readError.ts'

/** What was typed about a session that is not entered yet. */
export type SessionDraft = {
  /** Attributes of the session that were typed; the subject is settled in the step before. */
  readonly values: FormValues
  readonly experimenters: readonly string[]
  readonly project: string
  readonly note: string
}

export const emptyDraft = (experimenter?: string): SessionDraft => ({
  values: {},
  experimenters: experimenter ? [experimenter] : [],
  project: '',
  note: '',
})

/** Whether anything was typed that would be lost. */
export const isTyped = ({ values, project, note }: SessionDraft): boolean =>
  [project, note, ...Object.values(values)].some((value) => value !== '' && value !== null && value !== undefined)

/** The clock on the wall in whole seconds, `2024-01-02 03:04:05`: sessions carry no time zone. */
export const wallClock = (now: Date): string => {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-')
  return `${day} ${[now.getHours(), now.getMinutes(), now.getSeconds()].map(two).join(':')}`
}

/** A server's complaints by attribute: those the form has an input for are shown there. */
export const errorsByInput = (error: unknown): FormErrors =>
  Object.fromEntries(issuesOf(error).map(({ attribute, message }) => [attribute, message]))
