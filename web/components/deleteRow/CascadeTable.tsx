import { Table, Text } from '@mantine/core'
import type { DeletePreview } from '#app/views.ts'
import type { Tier } from '#core/pipeline/table.ts'
import { formatCount } from '../../lib/format.ts'
import { TierBadge, type TierName } from '../TierBadge.tsx'

/** Rows per table that a delete takes along. */
export const CascadeTable = ({ counts }: Pick<DeletePreview, 'counts'>) => (
  <>
    <Text size="sm">These rows go together, in one transaction:</Text>
    <Table withTableBorder striped="even">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Table</Table.Th>
          <Table.Th>Tier</Table.Th>
          <Table.Th ta="right">Rows</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {counts.map(({ table, rows, tier }) => (
          <Table.Tr key={table}>
            <Table.Td>{table}</Table.Td>
            <Table.Td>
              <TierBadge tier={shownTier(table, tier)} />
            </Table.Td>
            <Table.Td ta="right">{formatCount(rows)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </>
)

const shownTier = (table: string, tier: string): TierName => (table.split('.').length > 2 ? 'part' : (tier as Tier))
