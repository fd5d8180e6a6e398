import { from } from '#core/algebra/query.ts'
import { sessionTables } from '#core/assembly/sessionRoles.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { type PersonAttributes, personAttributes } from './personAttributes.ts'
import { selectRows } from './selectRows.ts'
import type { Person } from './views.ts'

/** Everybody in lab.User, or in the lab's own table of people, by short name. */
export const listPeople = async (context: AppContext): Promise<readonly Person[]> => {
  const table = context.pipeline.table(sessionTables.person)
  const attributes = personAttributes(table)
  const order = [{ attribute: attributes.user, direction: 'asc' as const }]
  const rows = await selectRows(context, context.database, table, from(table), { order })
  return rows.map((row) => readPerson(row, attributes))
}

const readPerson = (row: Row, { user, fullName, email }: PersonAttributes): Person => ({
  user: String(row[user]),
  fullName: String((fullName && row[fullName]) ?? ''),
  email: String((email && row[email]) ?? ''),
})
