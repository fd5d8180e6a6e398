import { isWrittenByHand } from '#core/pipeline/howFilled.ts'
import type { Table } from '#core/pipeline/table.ts'

/** Whether people enter rows of this table by hand; parts are entered with their master. */
export const isEntered = (table: Table): boolean => !table.master && isWrittenByHand(table)
