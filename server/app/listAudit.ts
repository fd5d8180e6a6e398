import { type Condition, compare } from '#core/algebra/condition.ts'
import { from, type Query, restrict } from '#core/algebra/query.ts'
import type { Key, Row } from '#core/pipeline/table.ts'
import { auditTable } from './audit.ts'
import type { AppContext } from './context.ts'
import { keyHash } from './keyText.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { selectRows } from './selectRows.ts'
import type { AuditEntry } from './views.ts'

export type AuditRequest = {
  readonly table?: string
  /** One row of that table. */
  readonly key?: Key
  readonly user?: string
  /** Days, UTC, both included. */
  readonly from?: string
  readonly to?: string
  /** Only entries older than this one: the next page. */
  readonly before?: number
  readonly limit?: number
}

/** Writes made here, newest first, that fit all that is asked for. At most 1000, else 100. */
export const listAudit = async (context: AppContext, request: AuditRequest): Promise<readonly AuditEntry[]> => {
  const audit = context.pipeline.table(auditTable)
  const query = conditions(context, request).reduce<Query>(restrict, from(audit))
  const rows = await selectRows(context, context.database, audit, query, {
    order: [{ attribute: 'audit_id', direction: 'desc' }],
    limit: Math.min(request.limit ?? 100, 1000),
  })
  return rows.map(readEntry)
}

const conditions = (context: AppContext, { table: name, key, user, from: first, to, before }: AuditRequest) => {
  const table = name && context.pipeline.table(name)
  const wanted: (Condition | false | undefined)[] = [
    table ? compare('table_name', '=', table.name) : undefined,
    table && key ? compare('key_hash', '=', keyHash(table, parsePrimaryKey(table, key))) : undefined,
    user !== undefined && compare('changed_by', '=', user),
    first !== undefined && compare('changed_at', '>=', `${first} 00:00:00`),
    to !== undefined && compare('changed_at', '<=', `${to} 23:59:59.999`),
    before !== undefined && compare('audit_id', '<', before),
  ]
  return wanted.filter((condition) => condition !== undefined && condition !== false)
}

const readEntry = (row: Row): AuditEntry => ({
  id: row.audit_id as number | string,
  at: String(row.changed_at),
  user: String(row.changed_by),
  action: row.action as AuditEntry['action'],
  table: String(row.table_name),
  key: readJson(row.row_key) ?? {},
  before: readJson(row.before_row),
  after: readJson(row.after_row),
})

/** A key longer than its column was cut, and is no JSON any more. */
const readJson = (text: unknown): Row | null => {
  try {
    return typeof text === 'string' ? (JSON.parse(text) as Row) : null
  } catch {
    return null
  }
}
