import type { GridApi, IDatasource, IGetRowsParams } from 'ag-grid-community'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Row, Table } from '#core/pipeline/table.ts'
import { attributeOf } from '../../lib/labels.ts'
import { readError } from '../../lib/readError.ts'
import type { Client } from '../../lib/trpc.ts'
import { type BlockAnswer, createBlockChain } from './blockChain.ts'
import { type GridSearch, rowsRequest } from './gridSearch.ts'

type Listeners = {
  readonly onTotal: (total: number | null, approximate: boolean) => void
  /** Null when rows come again. */
  readonly onError: (error: unknown) => void
}
type Grid = GridApi<Row>
type Asked = Omit<IGetRowsParams<Row>, 'api'> & { readonly api: Grid }

export type RowSource = IDatasource & {
  /** Rows that are seen now: what is on its way for others is not waited for. */
  look(api: Grid, firstRow: number, lastRow: number): void
}

export const blockSize = 100

/** ms until a server that did not answer is asked again. */
const again = 3000
/** A number of rows that cannot be right is counted again so often: while others write, it may be wrong once more. */
const mostCounts = 4

/**
 * Where the grid gets its blocks of rows from: by place, as `createBlockChain` says. Sort and filters come from the address, not
 * from the grid. The total is asked for once, beside the first block.
 */
export const rowSource = (client: Client, table: Table, search: GridSearch, listeners: Listeners): RowSource => {
  const request = rowsRequest(table.name, search)
  const place = placeOf(table, search)
  const byPlace = place.every((name) => isPlain(table, name))
  const chain = createBlockChain(blockSize, place)
  const loading = new Map<number, AbortController>()
  const left = new Set<number>()
  let counts = 0
  let closed = false

  const show = async ({ api, startRow, successCallback, failCallback }: Asked): Promise<void> => {
    if (counts === 0) void count(api)
    try {
      const answer = await load(startRow)
      if (answer.lost) failCallback()
      else successCallback([...answer.rows], answer.end)
      if (!closed) follow(api, startRow, answer)
    } catch (error) {
      failCallback()
      if (!left.has(startRow)) fail(api, error, () => api.refreshInfiniteCache())
    }
  }

  const load = async (startRow: number): Promise<BlockAnswer> => {
    const leaving = new AbortController()
    loading.set(startRow, leaving)
    try {
      const asked = byPlace ? chain.request(startRow) : { offset: startRow, limit: blockSize + 1 }
      const { rows } = await client.table.page.query({ ...request, ...asked }, { signal: leaving.signal })
      return chain.take(startRow, asked, rows)
    } finally {
      loading.delete(startRow)
    }
  }

  /** What a block tells about the others. */
  const follow = (api: Grid, startRow: number, { end, grows, broken, lost }: BlockAnswer): void => {
    listeners.onError(null)
    if (lost && counts < mostCounts) return void count(api, true).then(() => closed || api.refreshInfiniteCache())
    if (end !== undefined) listeners.onTotal(end, false)
    if (grows) api.setRowCount(startRow + blockSize + 1, false)
    if (broken) api.refreshInfiniteCache()
  }

  const count = async (api: Grid, exact = false): Promise<void> => {
    counts += 1
    try {
      const { total, approximate } = await client.table.count.query({ ...request, exact })
      if (closed || !chain.expect(total)) return
      api.setRowCount(total, true)
      listeners.onTotal(total, approximate)
    } catch (error) {
      fail(api, error, () => count(api, exact))
    }
  }

  const fail = (api: Grid, error: unknown, retry: () => unknown): void => {
    if (closed) return
    listeners.onError(error)
    if (readError(error).retry) setTimeout(() => closed || api.isDestroyed() || retry(), again)
  }

  return {
    getRows: (asked) => void show(asked as Asked),
    look: (api, firstRow, lastRow) => {
      const isSeen = (start: number) => start <= lastRow && start + blockSize > firstRow
      for (const [start, leaving] of loading)
        if (!isSeen(start)) {
          left.add(start)
          leaving.abort()
        }
      if (![...left].some(isSeen)) return
      left.clear()
      api.refreshInfiniteCache()
    },
    destroy: () => {
      closed = true
      for (const leaving of loading.values()) leaving.abort()
    },
  }
}

/** What says where a row stands: the attributes of the order, and the key. */
const placeOf = ({ primaryKey }: Table, { order = [] }: GridSearch): string[] => [
  ...new Set([...order.map(({ attribute }) => attribute), ...primaryKey]),
]

/** Bytes of a type that LabBook does not know cannot be sent back: such rows are counted. */
const isPlain = (table: Table, name: string): boolean => {
  const attribute = attributeOf(table, name)
  return attribute !== undefined && attributeType(attribute.type).family !== 'opaque'
}
