import { Code, ScrollArea, Table, Text } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { LeftOut } from '#app/listLeftOut.ts'
import { EmptyState } from '../../components/EmptyState.tsx'

type Props = { readonly tables: readonly LeftOut[] }

/** Tables that look like DataJoint's and cannot be shown: why, and what to do. */
export const LeftOutList = ({ tables }: Props) =>
  tables.length === 0 ? (
    <EmptyState
      title="Every table is shown"
      hint="Tables of other programs, whose names DataJoint does not use, and views are never shown."
      icon={IconCircleCheck}
    />
  ) : (
    <ScrollArea h="100%" viewportProps={{ tabIndex: 0, role: 'group', 'aria-label': 'Tables that are not shown' }}>
      <Table stickyHeader fz="sm" miw={600}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Schema</Table.Th>
            <Table.Th>Table</Table.Th>
            <Table.Th>Why it is not shown</Table.Th>
            <Table.Th>What to do</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tables.map((each) => (
            <LeftOutRow key={each.table} {...each} />
          ))}
        </Table.Tbody>
      </Table>
    </ScrollArea>
  )

const LeftOutRow = ({ schema, name, table, reason, cure }: LeftOut) => (
  <Table.Tr style={{ verticalAlign: 'top' }}>
    <Table.Td>{schema}</Table.Td>
    <Table.Td>
      <Text size="sm" fw={600}>
        {name.slice(schema.length + 1)}
      </Text>
      <Code>{table}</Code>
    </Table.Td>
    <Table.Td>{reason}</Table.Td>
    <Table.Td>{cure}</Table.Td>
  </Table.Tr>
)
