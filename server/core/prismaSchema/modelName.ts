import type { Table } from '../pipeline/table.ts'

/** `ephys.CuratedClustering.Unit` -> `ephys_CuratedClustering_Unit` */
export const modelName = ({ name }: Pick<Table, 'name'>): string => name.replaceAll('.', '_')
