import { Badge, Text } from '@mantine/core'
import { IconFlask2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Board, BoardRow } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { LinkButton, TextLink } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { keyId, type PlainKey, sessionText } from '../../lib/labels.ts'
import type { RememberedPerson } from '../../lib/person.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { slowRefresh, useRefreshOnChange } from '../../lib/useRefreshOnChange.ts'
import classes from './home.module.css'
import { type Progress, progressOf } from './progressOf.ts'

type Props = { readonly person: RememberedPerson | null }

const shownSessions = 8

/** The latest sessions of the person at this browser; of everybody, before that is known. */
export const RecentSessions = ({ person }: Props) => {
  const trpc = useTRPC()
  const mine = person ? { experimenter: person.user } : {}
  const options = trpc.session.board.queryOptions({ ...mine, limit: shownSessions }, { refetchInterval: slowRefresh })
  const board = useQuery(options)
  useRefreshOnChange(options.queryKey)
  return (
    <Panel
      title={person ? 'My latest sessions' : 'Latest sessions'}
      actions={
        <TextLink to="/sessions" search={person ? { experimenter: person.user } : {}} size="sm">
          {person ? 'All of mine' : 'All sessions'}
        </TextLink>
      }
    >
      <Answer query={board}>
        {(found) => {
          if (found.rows.length > 0) return <SessionList board={found} />
          return person ? <EverybodysSessions /> : <NoSessions />
        }}
      </Answer>
    </Panel>
  )
}

/** Who has no session yet still wants to see what the lab does. */
const EverybodysSessions = () => {
  const trpc = useTRPC()
  const board = useQuery(trpc.session.board.queryOptions({ limit: shownSessions }))
  return (
    <Answer query={board}>
      {(found) =>
        found.rows.length === 0 ? (
          <NoSessions />
        ) : (
          <>
            <Text size="sm" c="dimmed" mb="xs">
              None has your name yet. The latest of everybody:
            </Text>
            <SessionList board={found} />
          </>
        )
      }
    </Answer>
  )
}

const NoSessions = () => (
  <EmptyState
    icon={IconFlask2}
    title="There are no sessions yet"
    hint="Enter one, and point it at its folder of recordings."
  >
    <LinkButton to="/sessions/new">New session</LinkButton>
  </EmptyState>
)

const SessionList = ({ board }: { readonly board: Board }) => (
  <ul className={classes.list}>
    {board.rows.map((row) => (
      <SessionItem key={keyId(row.session)} row={row} stages={board.stages} />
    ))}
  </ul>
)

const SessionItem = ({ row, stages }: { readonly row: BoardRow; readonly stages: Board['stages'] }) => (
  <li className={classes.item}>
    <div className={classes.text}>
      <TextLink to="/session" search={{ key: row.session as PlainKey }} fw={550} size="sm">
        {sessionText(row)}
      </TextLink>
      <Text size="xs" c="dimmed" className={classes.note}>
        {row.note || row.directory || 'no note, no data folder yet'}
      </Text>
    </div>
    <ProgressBadge progress={progressOf(row, stages)} />
  </li>
)

const colours: Record<Progress['state'], string> = {
  error: 'var(--lb-bad)',
  running: 'var(--lb-running)',
  pending: 'var(--lb-warning)',
  waiting: 'var(--mantine-color-dimmed)',
  done: 'var(--lb-good)',
  none: 'var(--mantine-color-dimmed)',
}

const ProgressBadge = ({ progress }: { readonly progress: Progress }) => (
  <Badge variant="default" c={colours[progress.state]} miw="max-content">
    {progress.text}
  </Badge>
)
