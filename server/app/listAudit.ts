import { keyEquals } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import type { Key, Row } from '#core/pipeline/table.ts'
import { auditTable } from './audit.ts'
import type { AppContext } from './context.ts'
import { keyHash } from './keyText.ts'
import { parsePrimaryKey } from './parseKey.ts'
import { selectRows } from './selectRows.ts'
import type { AuditEntry } from './views.ts'

/** Writes made here, newest first: all, those of one table, or the history of one row. At most 1000, else 100. */
export const listAudit = async (
  context: AppContext,
  request: { readonly table?: string; readonly key?: Key; readonly limit?: number },
): Promise<readonly AuditEntry[]> => {
  const audit = context.pipeline.table(auditTable)
  const wanted = restrictions(context, request)
  const query = wanted ? restrict(from(audit), keyEquals(wanted)) : from(audit)
  const rows = await selectRows(context, context.database, audit, query, {
    order: [{ attribute: 'audit_id', direction: 'desc' }],
    limit: Math.min(request.limit ?? 100, 1000),
  })
  return rows.map(readEntry)
}

const restrictions = (context: AppContext, { table: name, key }: { table?: string; key?: Key }): Key | null => {
  if (!name) return null
  const table = context.pipeline.table(name)
  return { table_name: table.name, ...(key ? { key_hash: keyHash(table, parsePrimaryKey(table, key)) } : {}) }
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
