import type { ReactNode } from 'react'
import type { Key } from '#core/pipeline/table.ts'
import { keyText } from '../lib/labels.ts'
import { EmptyState } from './EmptyState.tsx'
import { LinkButton, TextLink } from './links.tsx'
import { Page } from './Page.tsx'

type Props = { readonly title: string; readonly resultKey: Key; readonly children: ReactNode }

/** The page of one result of a session, such as a sorting: named by its key, with the way back to its session. */
export const ResultPage = ({ title, resultKey, children }: Props) => {
  const { subject, session_datetime: startedAt } = resultKey
  const session = { subject: String(subject ?? ''), session_datetime: String(startedAt ?? '') }
  return (
    <Page
      title={title}
      size="wide"
      above={
        subject && startedAt ? (
          <TextLink to="/session" search={{ key: session }} size="sm">
            Session {keyText(session)}
          </TextLink>
        ) : undefined
      }
      about={keyText(resultKey)}
    >
      {children}
    </Page>
  )
}

type ChooseProps = {
  readonly title: string
  /** What is to be chosen: `sorting`. */
  readonly noun: string
  readonly icon: Parameters<typeof EmptyState>[0]['icon']
}

/** The same page before a result is chosen. */
export const ChooseResult = ({ title, noun, icon }: ChooseProps) => (
  <Page title={title}>
    <EmptyState
      icon={icon}
      title={`No ${noun} is chosen`}
      hint={`Open a session that has been populated, and choose one of its ${noun}s.`}
    >
      <LinkButton to="/sessions">Show the sessions</LinkButton>
    </EmptyState>
  </Page>
)
