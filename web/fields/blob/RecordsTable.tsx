import { Table, Text } from '@mantine/core'
import type { ValueView } from '#app/views.ts'

type Props = { readonly records: NonNullable<ValueView['records']>; readonly label: string }

/** The first records of a structured array. */
export const RecordsTable = ({ records: { columns, rows, count }, label }: Props) => (
  <Table.ScrollContainer
    minWidth={0}
    maxHeight={360}
    scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
  >
    <Table striped aria-label={label} fz="xs" ff="monospace">
      <Table.Thead>
        <Table.Tr>
          {columns.map((column) => (
            <Table.Th key={column}>{column}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: records have no name but their place
          <Table.Tr key={index}>
            {row.map((text, column) => (
              <Table.Td key={columns[column]}>{text}</Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
    {count > rows.length && (
      <Text size="xs" c="dimmed">
        {rows.length} of {count} records
      </Text>
    )}
  </Table.ScrollContainer>
)
