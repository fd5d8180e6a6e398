import type { Table } from './table.ts'

type Filled = Pick<Table, 'tier' | 'master' | 'directInsert'>

/** True for Imported and Computed tables that populate fills, key by key. */
export const isPopulated = (table: Filled): boolean =>
  table.master === undefined && isAutomatic(table) && !table.directInsert

/** True for tables whose rows people write: Manual and Lookup ones, and others that say so. Parts are as their master. */
export const isWrittenByHand = (table: Pick<Table, 'tier' | 'directInsert'>): boolean =>
  !isAutomatic(table) || table.directInsert === true

const isAutomatic = ({ tier }: Pick<Table, 'tier'>): boolean => tier === 'imported' || tier === 'computed'
