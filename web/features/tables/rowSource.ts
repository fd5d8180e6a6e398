import type { IDatasource } from 'ag-grid-community'
import type { Table } from '#core/pipeline/table.ts'
import type { Client } from '../../lib/trpc.ts'
import { type GridSearch, rowsRequest } from './gridSearch.ts'

type Listeners = {
  readonly onTotal: (total: number | null, approximate: boolean) => void
  readonly onError: (error: unknown) => void
}

/** Where the grid gets its blocks of rows from. Sort and filters come from the address, not from the grid. */
export const rowSource = (client: Client, table: Table, search: GridSearch, listeners: Listeners): IDatasource => ({
  getRows: async ({ startRow, endRow, successCallback, failCallback }) => {
    try {
      const request = { ...rowsRequest(table.name, search), offset: startRow, limit: endRow - startRow }
      const { rows, total, approximate } = await client.table.rows.query(request)
      const last = rows.length < endRow - startRow ? startRow + rows.length : approximate ? undefined : total
      successCallback([...rows], last)
      listeners.onTotal(last ?? total, last === undefined && approximate)
    } catch (error) {
      failCallback()
      listeners.onError(error)
    }
  },
})
