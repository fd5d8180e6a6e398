import { LabBookError } from '#core/errors.ts'
import type { Element, Make } from '#elements/contract.ts'

// biome-ignore lint/suspicious/noExplicitAny: a list of makes of different data types
export type AnyMake = Make<any, any>

/** The make of a table, or undefined where rows come from elsewhere (Python, an import). */
export const findMake = (elements: readonly Element[], table: string): AnyMake | undefined =>
  elements.flatMap((element) => element.makes ?? []).find((make) => make.table === table)

/** @throws NOT_FOUND */
export const requireMake = (elements: readonly Element[], table: string): AnyMake => {
  const make = findMake(elements, table)
  if (!make) throw new LabBookError('NOT_FOUND', { what: `A make of ${table}` })
  return make
}
