import { Button, Text } from '@mantine/core'
import { modals } from '@mantine/modals'
import { IconCircle, IconCircleCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { sessionTables } from '#core/assembly/sessionRoles.ts'
import { LinkButton } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { PersonChooser } from '../../components/person/PersonChooser.tsx'
import { usePerson } from '../../lib/person.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { useTableStatus } from '../../lib/useTableStatus.ts'
import classes from './home.module.css'

/** What a lab does once before LabBook is of use; nothing when all of it is done. */
export const FirstSteps = () => {
  const trpc = useTRPC()
  const person = usePerson()
  const roots = useQuery(trpc.root.list.queryOptions())
  const status = useTableStatus()
  const pipeline = usePipeline()
  if (!roots.data || !status.data || !pipeline.data) return null
  const { data: known } = pipeline
  const hasRoot = roots.data.some(({ exists }) => exists)
  const hasRows = (table: string) => (status.data?.get(known.table(table).name)?.rows ?? 0) > 0
  const hasSubject = hasRows(sessionTables.subject)
  const hasSession = hasRows(sessionTables.session)
  if (person && hasRoot && hasSubject && hasSession) return null
  return (
    <Panel title="First steps">
      <ol className={classes.steps}>
        <Step isDone={person !== null} text="Say who you are, to be proposed as experimenter">
          <Button size="xs" variant="light" onClick={choosePerson}>
            Say who you are
          </Button>
        </Step>
        <Step isDone={hasRoot} text="Name the folder below which your recordings lie">
          <LinkButton size="xs" variant="light" to="/settings">
            Add a data folder
          </LinkButton>
        </Step>
        <Step isDone={hasSubject} text="Enter the first subject">
          <LinkButton
            size="xs"
            variant="light"
            to="/tables/$table/new"
            params={{ table: known.table(sessionTables.subject).name }}
          >
            New subject
          </LinkButton>
        </Step>
        <Step isDone={hasSession} text="Enter a session, and choose its folder of recordings">
          <LinkButton size="xs" variant="light" to="/sessions/new">
            New session
          </LinkButton>
        </Step>
      </ol>
    </Panel>
  )
}

type StepProps = { readonly isDone: boolean; readonly text: string; readonly children: ReactNode }

const Step = ({ isDone, text, children }: StepProps) => (
  <li className={classes.step} data-done={isDone || undefined}>
    {isDone ? <IconCircleCheck size={20} aria-label="Done:" /> : <IconCircle size={20} aria-label="To do:" />}
    <Text size="sm" c={isDone ? 'dimmed' : undefined} style={{ flex: 1 }}>
      {text}
    </Text>
    {!isDone && children}
  </li>
)

const choosePerson = (): void => {
  const id = modals.open({ title: 'Who are you?', children: <PersonChooser onChosen={() => modals.close(id)} /> })
}
