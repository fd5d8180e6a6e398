import type { ForeignKeyEntry } from '../definition/syntax.ts'
import { columnOf, syntaxError } from '../definition/syntax.ts'
import { nearNames } from './nearNames.ts'

type Child = { readonly schema: string; readonly master?: string }

/**
 * The logical name of the table that a foreign key names: `master`, `master.Part`, a full name, a table of the same schema, a
 * sibling part, or MySQL's names in backticks. `names` leads from each name, of either kind, to the logical one.
 * @throws DEFINITION_SYNTAX with near names when there is none
 */
export const resolveParent = (entry: ForeignKeyEntry, child: Child, names: ReadonlyMap<string, string>): string => {
  const parent = child.master ? entry.parent.replace(/^master(?=$|\.)/, child.master) : entry.parent
  const bare = parent.replaceAll('`', '')
  const candidates = [parent, bare, `${child.schema}.${parent}`, `${child.master}.${parent}`]
  const found = candidates.find((name) => names.has(name))
  if (found !== undefined) return names.get(found)!
  const near = nearNames(parent, [...new Set(names.values())])
  const guess = near.length ? ` Did you mean ${near.join(' or ')}?` : ''
  throw syntaxError(entry.at, columnOf(entry.at, entry.parent), `there is no table ${parent}.${guess}`)
}
