import { Table, Text } from '@mantine/core'
import type { AuditEntry } from '#app/views.ts'
import type { Value } from '#core/pipeline/table.ts'
import type { Difference } from './rowDifference.ts'

type Props = { readonly differences: readonly Difference[]; readonly action: AuditEntry['action'] }

/** Attributes before and after the write; an insert has no before, a delete no after. */
export const DifferenceTable = ({ differences, action }: Props) => (
  <Table.ScrollContainer minWidth={320}>
    <Table withTableBorder mt={4} fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Attribute</Table.Th>
          {action !== 'insert' && <Table.Th>Before</Table.Th>}
          {action !== 'delete' && <Table.Th>After</Table.Th>}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {differences.map(({ attribute, before, after, isChanged }) => (
          <Table.Tr key={attribute}>
            <Table.Th scope="row" fw={isChanged ? 600 : 400}>
              {attribute}
            </Table.Th>
            {action !== 'insert' && (
              <Table.Td>
                <Told value={before} mark={isChanged && action === 'update' ? 'del' : 'span'} />
              </Table.Td>
            )}
            {action !== 'delete' && (
              <Table.Td>
                <Told value={after} mark={isChanged && action === 'update' ? 'ins' : 'span'} />
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

const decorations = { del: 'line-through', ins: 'underline', span: undefined } as const

/** What went is struck through, what came is underlined: colour alone tells nothing. */
const Told = ({ value, mark }: { readonly value: Value | undefined; readonly mark: 'del' | 'ins' | 'span' }) => (
  <Text
    component={mark}
    td={decorations[mark]}
    size="sm"
    c={value === null || value === undefined ? 'dimmed' : undefined}
    style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
  >
    {value === undefined ? '' : value === null ? 'no value' : String(value)}
  </Text>
)
