import { from } from '#core/algebra/query.ts'
import type { Row } from '#core/pipeline/table.ts'
import type { AppContext } from './context.ts'
import { selectRows } from './selectRows.ts'
import type { Person } from './views.ts'

export const peopleTable = 'lab.User'

/** Everybody in lab.User, by short name. */
export const listPeople = async (context: AppContext): Promise<readonly Person[]> => {
  const table = context.pipeline.table(peopleTable)
  const order = [{ attribute: 'user', direction: 'asc' as const }]
  return (await selectRows(context, context.database, table, from(table), { order })).map(readPerson)
}

export const readPerson = (row: Row): Person => ({
  user: String(row.user),
  fullName: String(row.user_fullname ?? ''),
  email: String(row.user_email ?? ''),
})
