import { Table, Text } from '@mantine/core'
import type { Board, BoardRow } from '#app/views.ts'
import { TextLink } from '../../components/links.tsx'
import { formatDatetime } from '../../lib/format.ts'
import { keyId, keyText, type PlainKey } from '../../lib/labels.ts'
import { StageCell } from './StageCell.tsx'
import classes from './sessions.module.css'

/** Sessions down, stages across. */
export const BoardTable = ({ board }: { readonly board: Board }) => (
  <section className={classes.board} aria-label="Sessions and stages">
    <Table highlightOnHover stickyHeader>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Session</Table.Th>
          <Table.Th>Experimenter</Table.Th>
          {board.stages.map(({ table, title }) => (
            <Table.Th key={table} data-stage title={table}>
              {title}
            </Table.Th>
          ))}
          <Table.Th>Note</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {board.rows.map((row) => (
          <SessionRow key={keyId(row.session)} row={row} stages={board.stages} />
        ))}
      </Table.Tbody>
    </Table>
  </section>
)

const SessionRow = ({ row, stages }: { readonly row: BoardRow; readonly stages: Board['stages'] }) => {
  const { session_datetime: startedAt, ...rest } = row.session
  return (
    <Table.Tr>
      <Table.Td>
        <TextLink
          to="/session"
          search={{ key: row.session as PlainKey }}
          size="sm"
          fw={550}
          style={{ whiteSpace: 'nowrap' }}
        >
          {keyText(rest)}
          {startedAt ? ` · ${formatDatetime(String(startedAt))}` : ''}
        </TextLink>
      </Table.Td>
      <Table.Td>{row.experimenters.join(', ')}</Table.Td>
      {stages.map(({ table, title }) => (
        <Table.Td key={table} data-stage>
          <StageCell stage={title} cell={row.cells[table]} />
        </Table.Td>
      ))}
      <Table.Td>
        <Text size="sm" c="dimmed" className={classes.note} title={row.note}>
          {row.note}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
