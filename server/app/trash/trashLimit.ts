import { transactionLimits } from '#core/sql/compileTrash.ts'
import type { Queryable } from '#db/port.ts'

/**
 * Bytes that one delete may put into the trash; Infinity for all servers but the nodes of clusters, which take no larger transaction. It
 * holds every row twice, as written to the trash and as deleted.
 */
export const readTrashLimit = async (queryable: Queryable): Promise<number> => {
  const rows = await queryable.query(transactionLimits)
  const value = (name: string) => rows.find((row) => row.Variable_name === name)?.Value
  const sizes = [
    value('wsrep_on') === 'ON' ? Number(value('wsrep_max_ws_size')) : 0,
    Number(value('group_replication_transaction_size_limit') ?? 0),
  ]
  return Math.min(...sizes.filter((bytes) => bytes > 0).map((bytes) => bytes / 2), Number.POSITIVE_INFINITY)
}
