import { Alert, Badge, Group, Stack, Table, Text } from '@mantine/core'
import { IconKey } from '@tabler/icons-react'
import type { Attribute } from '#core/pipeline/table.ts'
import { Panel } from '../../components/Panel.tsx'
import { TierBadge, tierName } from '../../components/TierBadge.tsx'
import classes from './declare.module.css'
import type { DraftTable } from './readDraft.ts'

const states = { new: 'new', present: 'there already', differs: 'differs' } as const

/** The tables of a draft as they were understood: attributes, types, keys. */
export const DraftTables = ({ tables }: { tables: readonly DraftTable[] }) => (
  <Stack gap="md">
    {tables.map((drafted) => (
      <DraftTablePanel key={drafted.table.name} {...drafted} />
    ))}
  </Stack>
)

const DraftTablePanel = ({ table, state, differences }: DraftTable) => (
  <Panel title={table.name} actions={<Badges table={table} state={state} />}>
    {table.comment && (
      <Text size="sm" c="dimmed" mb="xs">
        {table.comment}
      </Text>
    )}
    {state === 'differs' && (
      <Alert color="red" title={`${table.name} is there and says something else`} mb="sm">
        {differences.join('; ')}. To alter it, run labbook migrate with a file of this definition.
      </Alert>
    )}
    <Table.ScrollContainer minWidth={360}>
      <Table aria-label={`Attributes of ${table.name}`} withRowBorders={false} verticalSpacing={3}>
        <Table.Tbody>
          {table.attributes.map((attribute) => (
            <AttributeRow key={attribute.name} attribute={attribute} parent={parentOf(table, attribute.name)} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  </Panel>
)

const Badges = ({ table, state }: Pick<DraftTable, 'table' | 'state'>) => (
  <Group gap="xs">
    <TierBadge tier={tierName(table)} />
    <Badge variant="default" tt="none">
      {states[state]}
    </Badge>
  </Group>
)

const AttributeRow = ({ attribute, parent }: { attribute: Attribute; parent: string | undefined }) => (
  <Table.Tr>
    <Table.Td w={24}>{attribute.primary && <IconKey size={14} aria-label="primary key" />}</Table.Td>
    <Table.Td>{attribute.name}</Table.Td>
    <Table.Td className={classes.type}>
      {attribute.type}
      {attribute.nullable && ' or empty'}
    </Table.Td>
    <Table.Td>
      <Text size="sm" c="dimmed">
        {[parent && `from ${parent}`, attribute.comment].filter(Boolean).join(' · ')}
      </Text>
    </Table.Td>
  </Table.Tr>
)

const parentOf = ({ foreignKeys }: DraftTable['table'], attribute: string): string | undefined =>
  foreignKeys.find(({ columns }) => columns.some(({ child }) => child === attribute))?.parent
