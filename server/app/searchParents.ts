import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute, Key, Row, Table } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { keyOf } from './readRows.ts'
import { rowsQuery } from './rowsQuery.ts'
import { selectRows } from './selectRows.ts'
import type { ParentOption } from './views.ts'

/** Options in a list that a person reads. */
const shownOptions = 50

/**
 * Rows of a parent table that a form can refer to. The quick search looks in all attributes that read as text; `key` holds
 * what other fields have fixed already, in the parent's names. Newest last keys come first, as sessions are looked for.
 */
export const searchParents = async (
  context: AppContext,
  { table: name, search, key }: { readonly table: string; readonly search?: string; readonly key?: Key },
): Promise<readonly ParentOption[]> => {
  const table = context.pipeline.table(name)
  const described = describing(table)
  const rows = await selectRows(context, context.database, table, rowsQuery(table, { key, search }), {
    attributes: [...table.primaryKey, ...described],
    order: orderOf(table),
    limit: shownOptions,
  })
  return rows.map((row) => option(table, described, row))
}

/** The first attributes that say in words what a row is. */
const describing = (table: Table): readonly string[] =>
  table.attributes
    .filter((attribute) => !attribute.primary && isWording(attribute))
    .slice(0, 2)
    .map(({ name }) => name)

const wordFamilies = new Set(['string', 'enum'])
const isWording = ({ type }: Attribute): boolean => wordFamilies.has(attributeType(type).family)

const momentFamilies = new Set(['date', 'datetime'])

/** Dates and times count backwards: the latest session is the one that is looked for. */
const orderOf = (table: Table): { attribute: string; direction: 'asc' | 'desc' }[] =>
  table.primaryKey.map((attribute) => {
    const { type = '' } = table.attributes.find(({ name }) => name === attribute) ?? {}
    return { attribute, direction: momentFamilies.has(attributeType(type).family) ? 'desc' : 'asc' }
  })

const option = (table: Table, described: readonly string[], row: Row): ParentOption => {
  const key = keyOf(table, row)
  const detail = described.map((name) => row[name]).filter((value) => value !== null && value !== '')
  return {
    key,
    label: table.primaryKey.map((name) => format(table, name, row)).join(' · '),
    ...(detail.length > 0 ? { detail: detail.join(' · ') } : {}),
  }
}

const format = (table: Table, name: string, row: Row): string => {
  const { type = '' } = table.attributes.find((attribute) => attribute.name === name) ?? {}
  return attributeType(type).format(row[name] ?? '')
}
