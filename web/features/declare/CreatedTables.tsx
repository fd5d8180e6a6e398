import { Alert, List } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { TextLink } from '../../components/links.tsx'
import { plural } from '../../lib/format.ts'

/** What was just made, to go on with. */
export const CreatedTables = ({ tables }: { tables: readonly string[] }) => (
  <Alert color="green" icon={<IconCheck size={18} />} title={`${plural(tables.length, 'table')} created`} role="status">
    <List size="sm">
      {tables.map((table) => (
        <List.Item key={table}>
          <TextLink to="/tables/$table" params={{ table }}>
            {table}
          </TextLink>
        </List.Item>
      ))}
    </List>
  </Alert>
)
