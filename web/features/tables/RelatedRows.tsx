import { Stack, Text, Title } from '@mantine/core'
import { IconArrowDownRight, IconArrowUpLeft } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { ForeignKey, Row, Table } from '#core/pipeline/table.ts'
import { formatCount } from '../../lib/format.ts'
import { keyText, type PlainKey, pick } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import classes from './tables.module.css'

type Props = { readonly table: Table; readonly pipeline: Pipeline; readonly row: Row }

/** Where the foreign keys lead from this row: up to its parents, down to what refers to it. */
export const RelatedRows = ({ table, pipeline, row }: Props) => {
  const parents = table.foreignKeys.filter(({ parent }) => pipeline.has(parent))
  const children = pipeline.children(table.name).filter(({ master }) => master !== table.name)
  return (
    <Stack gap="xs" component="section" aria-label="Related rows">
      {parents.length > 0 && <Title order={3}>Belongs to</Title>}
      <div>
        {parents.map((foreignKey) => (
          <ParentLink key={JSON.stringify(foreignKey)} foreignKey={foreignKey} row={row} />
        ))}
      </div>
      {children.length > 0 && <Title order={3}>Used by</Title>}
      <div>
        {children.flatMap((child) =>
          child.foreignKeys
            .filter(({ parent }) => parent === table.name)
            .map((foreignKey) => (
              <ChildLink key={JSON.stringify([child.name, foreignKey])} {...{ child, foreignKey, row }} />
            )),
        )}
      </div>
    </Stack>
  )
}

const ParentLink = ({ foreignKey, row }: { foreignKey: ForeignKey; row: Row }) => {
  const key = Object.fromEntries(
    foreignKey.columns.map(({ child, parent }) => [parent, pick(row, [child])[child] ?? null]),
  )
  const known = Object.values(key).every((value) => value !== null)
  const label = (
    <>
      <IconArrowUpLeft size={16} aria-hidden />
      <span style={{ flex: 1 }}>{foreignKey.parent}</span>
      <Text span size="sm" c="dimmed">
        {known ? keyText(key) : 'none'}
      </Text>
    </>
  )
  if (!known) return <div className={classes.related}>{label}</div>
  return (
    <Link className={classes.related} to="/tables/$table" params={{ table: foreignKey.parent }} search={{ row: key }}>
      {label}
    </Link>
  )
}

const ChildLink = ({ child, foreignKey, row }: { child: Table; foreignKey: ForeignKey; row: Row }) => {
  const trpc = useTRPC()
  const key: PlainKey = Object.fromEntries(
    foreignKey.columns.map((column) => [column.child, pick(row, [column.parent])[column.parent] ?? null]),
  )
  const count = useQuery(trpc.table.count.queryOptions({ table: child.name, key }))
  return (
    <Link className={classes.related} to="/tables/$table" params={{ table: child.name }} search={{ key }}>
      <IconArrowDownRight size={16} aria-hidden />
      <span style={{ flex: 1 }}>{child.name}</span>
      <Text span size="sm" c="dimmed">
        {count.data ? formatCount(count.data.total, count.data.approximate) : '…'}
      </Text>
    </Link>
  )
}
