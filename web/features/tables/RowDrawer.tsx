import { Drawer, Group, Stack } from '@mantine/core'
import { IconHistory, IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { Answer } from '../../components/Answer.tsx'
import { DeleteButton } from '../../components/deleteRow/DeleteButton.tsx'
import { LinkButton } from '../../components/links.tsx'
import { keyText, type PlainKey, tableTitle } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { isEntered } from './isEntered.ts'
import { PartTables } from './PartTables.tsx'
import { RelatedRows } from './RelatedRows.tsx'
import { RowFacts } from './RowFacts.tsx'

type Props = {
  readonly table: Table
  readonly pipeline: Pipeline
  readonly rowKey: PlainKey
  readonly onClose: () => void
  readonly onDeleted: () => void
}

/** One row with its parts and its neighbours along the foreign keys. */
export const RowDrawer = ({ table, pipeline, rowKey, onClose, onDeleted }: Props) => {
  const trpc = useTRPC()
  const row = useQuery(trpc.table.row.queryOptions({ table: table.name, key: rowKey }))
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="lg"
      title={`${tableTitle(table.className)} · ${keyText(rowKey)}`}
    >
      <Answer query={row}>
        {({ row: values, parts }) => (
          <Stack gap="lg">
            <RowActions {...{ table, rowKey, onDeleted }} />
            <RowFacts table={table} row={values} />
            <PartTables parts={pipeline.parts(table.name)} rows={parts} masterKey={rowKey} />
            <RelatedRows table={table} pipeline={pipeline} row={values} />
          </Stack>
        )}
      </Answer>
    </Drawer>
  )
}

/** A Manual or Lookup row can be corrected; any row of a master can be deleted, and a computed one is then made anew; every row has its history. */
const RowActions = ({ table, rowKey, onDeleted }: Pick<Props, 'table' | 'rowKey' | 'onDeleted'>) => (
  <Group gap="xs">
    {!table.master && isEntered(table) && (
      <LinkButton
        to="/tables/$table/edit"
        params={{ table: table.name }}
        search={{ key: rowKey }}
        leftSection={<IconPencil size={16} />}
      >
        Edit
      </LinkButton>
    )}
    <LinkButton
      to="/history"
      search={{ table: table.name, key: rowKey }}
      variant="default"
      leftSection={<IconHistory size={16} />}
    >
      History
    </LinkButton>
    {!table.master && <DeleteButton table={table} rowKey={rowKey} onDeleted={onDeleted} />}
  </Group>
)
