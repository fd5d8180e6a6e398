import type { Value } from '../pipeline/table.ts'

/** A piece of a statement with the values of its question marks, in order. */
export type Sql = { readonly text: string; readonly params: readonly Value[] }

export const sql = (text: string, ...params: readonly Value[]): Sql => ({ text, params })

export const joinSql = (pieces: readonly Sql[], separator: string): Sql => {
  const params: Value[] = []
  for (const piece of pieces) for (const value of piece.params) params.push(value)
  return { text: pieces.map((piece) => piece.text).join(separator), params }
}
