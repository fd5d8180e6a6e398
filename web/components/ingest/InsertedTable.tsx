import { Table } from '@mantine/core'
import type { IngestResult } from '#app/views.ts'
import { formatCount } from '../../lib/format.ts'
import { tableTitle } from '../../lib/labels.ts'

type Props = { readonly inserted: IngestResult['inserted']; readonly heading: string }

/** Rows per table, in the order in which they are written. */
export const InsertedTable = ({ inserted, heading }: Props) => (
  <Table aria-label={heading} maw="34rem">
    <Table.Thead>
      <Table.Tr>
        <Table.Th>Table</Table.Th>
        <Table.Th ta="right">{heading}</Table.Th>
      </Table.Tr>
    </Table.Thead>
    <Table.Tbody>
      {inserted.map(({ table, rows }) => (
        <Table.Tr key={table}>
          <Table.Td title={table}>{titleOf(table)}</Table.Td>
          <Table.Td ta="right">{formatCount(rows)}</Table.Td>
        </Table.Tr>
      ))}
    </Table.Tbody>
  </Table>
)

/** `ephys.CuratedClustering.Unit` -> `Curated clustering · Unit`. */
const titleOf = (table: string): string => tableTitle(table.slice(table.indexOf('.') + 1))
