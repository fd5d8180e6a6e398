import { Table as Grid, Group, ScrollArea, Stack, Title } from '@mantine/core'
import type { Row, Table } from '#core/pipeline/table.ts'
import { TextLink } from '../../components/links.tsx'
import { ValueCell } from '../../fields/ValueCell.tsx'
import { plural } from '../../lib/format.ts'
import { keyId, keyOf, type PlainKey } from '../../lib/labels.ts'

type Props = {
  readonly parts: readonly Table[]
  readonly rows: Readonly<Record<string, readonly Row[]>>
  readonly masterKey: PlainKey
}

const shownRows = 20

/** The first rows of every part; the grid has them all. */
export const PartTables = ({ parts, rows, masterKey }: Props) =>
  parts.map((part) => <PartTable key={part.name} part={part} rows={rows[part.name] ?? []} masterKey={masterKey} />)

const PartTable = ({ part, rows, masterKey }: { part: Table; rows: readonly Row[]; masterKey: PlainKey }) => {
  const columns = part.attributes.filter(({ name }) => !(name in masterKey))
  return (
    <Stack gap={6} component="section" aria-label={part.className}>
      <Group justify="space-between">
        <Title order={3}>{part.className.split('.').at(-1)}</Title>
        <TextLink size="sm" to="/tables/$table" params={{ table: part.name }} search={{ key: masterKey }}>
          {plural(rows.length, 'row')}
        </TextLink>
      </Group>
      {rows.length > 0 && (
        <ScrollArea.Autosize mah={260} type="auto" viewportProps={{ tabIndex: 0 }}>
          <Grid withTableBorder fz="xs">
            <Grid.Thead>
              <Grid.Tr>
                {columns.map(({ name, comment }) => (
                  <Grid.Th key={name} title={comment}>
                    {name}
                  </Grid.Th>
                ))}
              </Grid.Tr>
            </Grid.Thead>
            <Grid.Tbody>
              {rows.slice(0, shownRows).map((row) => (
                <Grid.Tr key={keyId(keyOf(part, row))}>
                  {columns.map((attribute) => (
                    <Grid.Td key={attribute.name}>
                      <ValueCell attribute={attribute} value={row[attribute.name] ?? null} />
                    </Grid.Td>
                  ))}
                </Grid.Tr>
              ))}
            </Grid.Tbody>
          </Grid>
        </ScrollArea.Autosize>
      )}
    </Stack>
  )
}
