import { Grid, Group, Table, Text } from '@mantine/core'
import type { SessionPage } from '#app/views.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Attribute, Table as PipelineTable, Row } from '#core/pipeline/table.ts'
import { TextLink } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { TierBadge, tierName } from '../../components/TierBadge.tsx'
import { WideTable } from '../../components/WideTable.tsx'
import { ValueCell } from '../../fields/ValueCell.tsx'
import { plural } from '../../lib/format.ts'
import { humanise, keyId, keyOf, type PlainKey, tableTitle } from '../../lib/labels.ts'

type Props = { readonly view: SessionPage; readonly sessionKey: PlainKey; readonly pipeline: Pipeline }

/** The rows below the session, table by table, in the order of the pipeline. */
export const SessionTables = ({ view, sessionKey, pipeline }: Props) => (
  <Grid gap="md">
    {view.tables
      .filter(({ total }) => total > 0)
      .map(({ table: name, rows, total }) => {
        const table = pipeline.table(name)
        const attributes = ownAttributes(table, sessionKey)
        return (
          <Grid.Col key={name} span={{ base: 12, lg: attributes.length > 3 ? 12 : 6 }}>
            <RowsPanel table={table} attributes={attributes} rows={rows} total={total} sessionKey={sessionKey} />
          </Grid.Col>
        )
      })}
  </Grid>
)

type RowsProps = {
  readonly table: PipelineTable
  readonly attributes: readonly Attribute[]
  readonly rows: readonly Row[]
  readonly total: number
  readonly sessionKey: PlainKey
}

/** What the table adds to the session's key; blobs have their own pages. */
const ownAttributes = (table: PipelineTable, sessionKey: PlainKey): Attribute[] =>
  table.attributes.filter(({ name, type }) => !(name in sessionKey) && attributeType(type).family !== 'blob')

const RowsPanel = ({ table, attributes, rows, total, sessionKey }: RowsProps) => {
  return (
    <Panel
      title={tableTitle(table.className)}
      actions={
        <Group gap="xs">
          <TierBadge tier={tierName(table)} />
          <TextLink to="/tables/$table" params={{ table: table.name }} search={{ key: sessionKey }} size="sm">
            {plural(total, 'row')}
          </TextLink>
        </Group>
      }
    >
      {attributes.length === 0 ? (
        <Text size="sm" c="dimmed">
          {plural(total, 'row')} without attributes of its own.
        </Text>
      ) : (
        <WideTable label={`Rows of ${tableTitle(table.className)}`} minWidth={400}>
          <Table.Thead>
            <Table.Tr>
              {attributes.map(({ name, comment }) => (
                <Table.Th key={name} title={comment}>
                  {humanise(name)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.slice(0, 10).map((row) => (
              <Table.Tr key={keyId(keyOf(table, row))}>
                {attributes.map((attribute) => (
                  <Table.Td key={attribute.name}>
                    <ValueCell attribute={attribute} value={row[attribute.name] ?? null} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </WideTable>
      )}
    </Panel>
  )
}
