import type { Row, Value } from '#core/pipeline/table.ts'

/** What a write did to one attribute. `undefined`: the row was not there, or the attribute had no value to tell. */
export type Difference = {
  readonly attribute: string
  readonly before: Value | undefined
  readonly after: Value | undefined
  readonly isChanged: boolean
}

/** Attributes of a row before and after a write: those that changed first, each group in the order of the row. */
export const rowDifference = (before: Row | null, after: Row | null): readonly Difference[] => {
  const names = [...new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})])]
  const all = names.map((attribute) => {
    const [was, is] = [before?.[attribute], after?.[attribute]]
    return { attribute, before: was, after: is, isChanged: was !== is }
  })
  return [...all.filter(({ isChanged }) => isChanged), ...all.filter(({ isChanged }) => !isChanged)]
}
