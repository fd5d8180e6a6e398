import { and, type Condition, compare, isIn, isNull, like, or } from '#core/algebra/condition.ts'
import { from, restrict } from '#core/algebra/query.ts'
import type { Key, Row } from '#core/pipeline/table.ts'
import { auditTable } from './audit.ts'
import { readAuditRow, shortHash } from './auditPages.ts'
import type { AppContext } from './context.ts'
import { hashOf, keyText } from './keyText.ts'
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
  /** Only entries older than the one with this `id`: the next page. */
  readonly before?: AuditEntry['id']
  readonly limit?: number
}

/** Writes made here, newest first, that fit all that is asked for. At most 1000, else 100. */
export const listAudit = async (context: AppContext, request: AuditRequest): Promise<readonly AuditEntry[]> => {
  const limit = Math.min(request.limit ?? 100, 1000)
  const search = searchOf(context, request)
  const found: AuditEntry[] = []
  for (let place = placeOf(request.before); found.length < limit; ) {
    const rows = await readRows(
      context,
      [...search.conditions, ...olderThan(place)],
      limit - found.length,
      search.wantedKey,
    )
    if (rows.length === 0) break
    for (const row of rows) found.push(...readEntries(row, place, search.wantedKey))
    place = { id: Number(rows.at(-1)!.audit_id), index: 0 }
  }
  return found.slice(0, limit)
}

type Search = { readonly conditions: readonly Condition[]; readonly wantedKey?: string }

const searchOf = (context: AppContext, { table: name, key, user, from: first, to }: AuditRequest): Search => {
  const table = name && context.pipeline.table(name)
  const wantedKey = table && key ? keyText(table, parsePrimaryKey(table, key)) : undefined
  const wanted: (Condition | false | undefined)[] = [
    table ? compare('table_name', '=', table.name) : undefined,
    wantedKey === undefined ? compare('is_detail', '=', 0) : tellsOf(wantedKey),
    user !== undefined && compare('changed_by', '=', user),
    first !== undefined && compare('changed_at', '>=', `${first} 00:00:00`),
    to !== undefined && compare('changed_at', '<=', `${to} 23:59:59.999`),
  ]
  return { conditions: wanted.filter((condition) => condition !== undefined && condition !== false), wantedKey }
}

/** The index of key_hash finds rows that tell of one change, and the pages of the table, whose hashes are then looked through. */
const tellsOf = (text: string): Condition =>
  and(isIn('key_hash', [hashOf(text), '']), or(isNull('key_hashes'), like('key_hashes', `%${shortHash(text)}%`)))

/** An entry, or the beginning of all that `audit_id` tells. */
type Place = { readonly id: number; readonly index: number }

const placeOf = (id: AuditEntry['id'] | undefined): Place | null => {
  if (id === undefined) return null
  const [row, index = '0'] = String(id).split('.')
  return { id: Number(row), index: Number(index) }
}

const olderThan = (place: Place | null): Condition[] => {
  if (!place) return []
  return [place.index > 0 ? compare('audit_id', '<=', place.id) : compare('audit_id', '<', place.id)]
}

/** The newest rows that tell of as many changes as are wanted, and no more, since some tell of a thousand. */
const readRows = async (
  context: AppContext,
  conditions: readonly Condition[],
  wanted: number,
  wantedKey: string | undefined,
): Promise<readonly Row[]> => {
  const audit = context.pipeline.table(auditTable)
  const query = conditions.reduce(restrict, from(audit))
  const newest = { order: [{ attribute: 'audit_id', direction: 'desc' as const }] }
  const sizes = await selectRows(context, context.database, audit, query, {
    ...newest,
    attributes: ['audit_id', 'rows_told'],
    limit: wantedKey ? Math.min(wanted, mostLookedThrough) : wanted,
  })
  if (sizes.length === 0) return []
  const ids = (wantedKey ? sizes : upToSum(sizes, wanted)).map(({ audit_id }) => audit_id!)
  return selectRows(context, context.database, audit, restrict(from(audit), isIn('audit_id', ids)), newest)
}

/** Rows read at once for the history of one row, of which each tells once or, seldom, not at all. */
const mostLookedThrough = 50

/** Those with which the sum is reached. */
const upToSum = (sizes: readonly Row[], wanted: number): readonly Row[] => {
  let sum = 0
  const index = sizes.findIndex(({ rows_told }) => {
    sum += Number(rows_told)
    return sum >= wanted
  })
  return index < 0 ? sizes : sizes.slice(0, index + 1)
}

/** Newest first. The one entry of a row goes by its number, those of a page by number and place, `17.3`. */
const readEntries = (row: Row, before: Place | null, wantedKey: string | undefined): AuditEntry[] => {
  const { audit_id: id, changed_at, changed_by, action, table_name } = row
  const common = { at: String(changed_at), user: String(changed_by), table: String(table_name) }
  const entries = readAuditRow(row).map((change, index) => ({
    id: row.key_hash === '' ? `${id}.${index}` : (id as number),
    action: action as AuditEntry['action'],
    ...common,
    ...change,
  }))
  const isCut = before?.id === Number(id) && before.index > 0
  const older = isCut ? entries.slice(0, before.index) : entries
  const isWanted = ({ key }: AuditEntry) => row.key_hash !== '' || !wantedKey || JSON.stringify(key) === wantedKey
  return older.filter(isWanted).reverse()
}
