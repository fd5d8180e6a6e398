import { Badge, Button, Collapse, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId } from 'react'
import type { AuditEntry } from '#app/views.ts'
import { TextLink } from '../../components/links.tsx'
import { formatDatetime } from '../../lib/format.ts'
import { keyText, type PlainKey } from '../../lib/labels.ts'
import classes from './audit.module.css'
import { DifferenceTable } from './DifferenceTable.tsx'
import { rowDifference } from './rowDifference.ts'

const words = { insert: 'inserted', update: 'changed', delete: 'deleted' } as const
const colours = { insert: 'var(--lb-good)', update: 'var(--lb-warning)', delete: 'var(--lb-bad)' } as const

/** One write: what was done to which row, by whom and when; on demand, attribute by attribute. */
export const HistoryItem = ({ entry }: { readonly entry: AuditEntry }) => {
  const { action, table, key, user, at, before, after } = entry
  const [opened, { toggle }] = useDisclosure(false)
  const id = useId()
  const differences = rowDifference(before, after)
  const changed = differences.filter(({ isChanged }) => isChanged)
  return (
    <li className={classes.entry}>
      <Group gap="xs" wrap="wrap">
        <Badge variant="default" miw="max-content" c={colours[action]}>
          {words[action]}
        </Badge>
        <TextLink size="sm" fw={550} to="/tables/$table" params={{ table }} search={{ row: key as PlainKey }}>
          {table}
        </TextLink>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {keyText(key)}
        </Text>
      </Group>
      <Group gap="xs">
        <Text size="sm">
          {formatDatetime(at).slice(0, 19)} by {user || 'the command line'}
        </Text>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={opened}
          aria-controls={id}
          aria-label={`What was ${words[action]} in ${table} ${keyText(key)}`}
          leftSection={opened ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          onClick={toggle}
        >
          {action === 'update' ? changed.map(({ attribute }) => attribute).join(', ') : 'The row'}
        </Button>
      </Group>
      <Collapse expanded={opened} id={id}>
        {opened && <DifferenceTable differences={differences} action={action} />}
      </Collapse>
    </li>
  )
}
