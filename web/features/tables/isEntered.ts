import type { Table } from '#core/pipeline/table.ts'

/** Whether people enter rows of this table by hand; parts are entered with their master. */
export const isEntered = ({ tier, master }: Table): boolean => !master && (tier === 'manual' || tier === 'lookup')
