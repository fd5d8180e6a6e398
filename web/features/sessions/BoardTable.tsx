import { Table, Text } from '@mantine/core'
import type { Board, BoardRow } from '#app/views.ts'
import { TextLink } from '../../components/links.tsx'
import { keyId, type PlainKey, sessionText } from '../../lib/labels.ts'
import { StageCell } from './StageCell.tsx'
import classes from './sessions.module.css'

/** Sessions down, stages across. */
export const BoardTable = ({ board }: { readonly board: Board }) => (
  <section className={classes.board} aria-label="Sessions and stages">
    <Table highlightOnHover stickyHeader>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>
            Session
            {isNumbered(board) && <span className={classes.aside}>{keyNames(board)}</span>}
          </Table.Th>
          <Table.Th>Experimenter</Table.Th>
          {board.stages.map(({ table, title, madeElsewhere }) => (
            <Table.Th key={table} data-stage title={table}>
              {title}
              {madeElsewhere && <span className={classes.aside}>made by the lab’s Python</span>}
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

/** A name and a moment speak for themselves, numbers do not. */
const isNumbered = ({ rows }: Board): boolean =>
  Object.values(rows[0]?.session ?? {}).some((value) => typeof value === 'number')

const keyNames = ({ rows }: Board): string =>
  Object.keys(rows[0]?.session ?? {})
    .map((name) => name.replaceAll('_', ' '))
    .join(' · ')

const SessionRow = ({ row, stages }: { readonly row: BoardRow; readonly stages: Board['stages'] }) => {
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
          {sessionText(row)}
        </TextLink>
      </Table.Td>
      <Table.Td>{row.experimenters.join(', ')}</Table.Td>
      {stages.map(({ table, title, madeElsewhere }) => (
        <Table.Td key={table} data-stage>
          <StageCell stage={title} cell={row.cells[table]} madeElsewhere={madeElsewhere} />
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
