import type { ForeignKeyEntry } from '../definition/syntax.ts'
import { columnOf, syntaxError } from '../definition/syntax.ts'
import { nearNames } from './nearNames.ts'

type Child = { readonly schema: string; readonly master?: string }

/**
 * The logical name of the table that a foreign key names: `master`, a full name, a table of the same schema, a sibling part.
 * @throws DEFINITION_SYNTAX with near names when there is none
 */
export const resolveParent = (entry: ForeignKeyEntry, child: Child, names: ReadonlySet<string>): string => {
  const { parent } = entry
  if (parent === 'master' && child.master) return child.master
  const candidates = [parent, `${child.schema}.${parent}`, `${child.master}.${parent}`]
  const found = candidates.find((name) => names.has(name))
  if (found !== undefined) return found
  const near = nearNames(parent, [...names])
  const guess = near.length ? ` Did you mean ${near.join(' or ')}?` : ''
  throw syntaxError(entry.at, columnOf(entry.at, parent), `there is no table ${parent}.${guess}`)
}
