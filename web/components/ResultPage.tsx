import type { ReactNode } from 'react'
import { sessionTables } from '#core/assembly/sessionRoles.ts'
import type { Key } from '#core/pipeline/table.ts'
import { keyText, type PlainKey, pick } from '../lib/labels.ts'
import { usePipeline } from '../lib/usePipeline.ts'
import { EmptyState } from './EmptyState.tsx'
import { LinkButton, TextLink } from './links.tsx'
import { Page } from './Page.tsx'

type Props = { readonly title: string; readonly resultKey: Key; readonly children: ReactNode }

/** The page of one result of a session, such as a sorting: named by its key, with the way back to its session. */
export const ResultPage = ({ title, resultKey, children }: Props) => {
  const session = useSessionOf(resultKey)
  return (
    <Page
      title={title}
      size="wide"
      above={
        session ? (
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

/** The session of a result: the part of its key that names one, once the pipeline tells which that is. */
const useSessionOf = (key: Key): PlainKey | null => {
  const { data } = usePipeline()
  const names = data?.table(sessionTables.session).primaryKey
  return names?.every((name) => name in key) ? pick(key, names) : null
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
