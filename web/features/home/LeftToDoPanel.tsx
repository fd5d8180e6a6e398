import { Text } from '@mantine/core'
import type { TableStatus } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { jobTitle } from '../../components/jobs/jobTitle.ts'
import { TextLink } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { plural } from '../../lib/format.ts'
import { useLiveTableStatus, useTableStatus } from '../../lib/useTableStatus.ts'
import classes from './home.module.css'

/** Keys that the tables have not made yet; not of tables that wait for somebody's Python. */
export const LeftToDoPanel = () => {
  const asked = useTableStatus()
  const { status } = useLiveTableStatus()
  return (
    <Panel title="Left to do">
      <Answer query={asked}>{() => <Remaining tables={[...status.values()].filter(isUnfinished)} />}</Answer>
    </Panel>
  )
}

const isUnfinished = ({ remaining = 0, madeElsewhere }: TableStatus): boolean => remaining > 0 && !madeElsewhere

const Remaining = ({ tables }: { readonly tables: readonly TableStatus[] }) =>
  tables.length === 0 ? (
    <Text size="sm" c="dimmed">
      Everything that can be computed is computed.
    </Text>
  ) : (
    <ul className={classes.list}>
      {tables.map(({ table, remaining = 0 }) => (
        <li key={table} className={classes.item}>
          <TextLink to="/jobs" search={{ table }} size="sm">
            {jobTitle(table)}
          </TextLink>
          <Text size="sm" c="dimmed">
            {plural(remaining, 'key')}
          </Text>
        </li>
      ))}
    </ul>
  )
