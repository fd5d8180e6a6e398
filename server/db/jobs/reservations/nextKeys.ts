import { decodeRow } from '#core/definition/rowValues.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { todo } from '#core/populate/keySource.ts'
import { compileQuery } from '#core/sql/compileQuery.ts'
import { jobKey } from '#core/sql/createJobTable.ts'
import type { Queryable } from '../../port.ts'
import type { NextOptions } from '../jobProtocol.ts'
import { jobsReference, keyHash } from './reservationStatement.ts'

/**
 * Keys of the key source without a row and without a job in any state. So many more are asked for as there are jobs: the
 * database cannot hash keys as Python does, and so cannot leave them out.
 */
export const nextKeys = async (
  database: Queryable,
  table: Table,
  pipeline: Pipeline,
  { condition, limit }: NextOptions,
): Promise<Key[]> => {
  const taken = await takenHashes(database, table)
  const { text, params } = compileQuery(todo(table, pipeline, condition), {
    attributes: jobKey(table),
    limit: limit === undefined ? undefined : limit + taken.size,
  })
  const keys = (await database.query(text, params)).map((row) => decodeRow(table, row))
  return keys.filter((key) => !taken.has(keyHash(table, key))).slice(0, limit)
}

const takenHashes = async (database: Queryable, table: Table): Promise<ReadonlySet<string>> => {
  const rows = await database.query(`SELECT key_hash FROM ${jobsReference(table)} WHERE table_name = ?`, [
    table.sqlName,
  ])
  return new Set(rows.map(({ key_hash }) => String(key_hash)))
}
