import { readSqlTableName } from '#core/pipeline/tableNames.ts'
import type { TableProblem } from '#db/introspect.ts'
import type { AppContext } from './context.ts'

/** A table that looks like DataJoint's and is not shown. */
export type LeftOut = {
  readonly schema: string
  /** `schema.ClassName`, as its address would have it. */
  readonly name: string
  /** `database.table`, as MySQL has it. */
  readonly table: string
  /** Why, as half a sentence. */
  readonly reason: string
  /** What to do about it. */
  readonly cure: string
}

/** Tables of the server that cannot be shown, nor hide the rest, and what to do about each. */
export const listLeftOut = ({ problems = [], config }: Pick<AppContext, 'problems' | 'config'>): readonly LeftOut[] =>
  problems.map(({ table, reason, lack }) => {
    const [database, sqlName] = cut(table)
    const schema = database.startsWith(config.prefix) ? database.slice(config.prefix.length) : database
    const className = readSqlTableName(sqlName)?.className ?? sqlName
    return { schema, name: `${schema}.${className}`, table, reason, cure: cureOf(lack, database) }
  })

/** A database's name has no dot where DataJoint made it; a table's has none at all. */
const cut = (table: string): [string, string] => {
  const dot = table.lastIndexOf('.')
  return [table.slice(0, dot), table.slice(dot + 1)]
}

const cureOf = (lack: TableProblem['lack'], database: string): string => {
  if (lack === 'rights')
    return `Ask whoever administers the server for GRANT SELECT ON \`${database}\`.* to LabBook's account; CHECK TABLE tells whether it is damaged.`
  if (lack === 'key')
    return `If it belongs to the pipeline, give it a primary key (ALTER TABLE … ADD PRIMARY KEY), or LabBook's account the right to see it (GRANT SELECT ON \`${database}\`.*). If another program made it, nothing is to be done.`
  return 'Ask who made it; SHOW CREATE TABLE tells what it is.'
}
