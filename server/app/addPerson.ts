import type { Actor, AppContext } from './context.ts'
import { insertRow } from './insertRow.ts'
import { peopleTable } from './listPeople.ts'
import type { Person } from './views.ts'

/** A new row of lab.User. @throws DUPLICATE_ENTRY, INVALID_ROW */
export const addPerson = async (
  context: AppContext,
  { user, fullName = '', email = '' }: { readonly user: string; readonly fullName?: string; readonly email?: string },
  actor: Actor,
): Promise<Person> => {
  const person: Person = { user: user.trim(), fullName: fullName.trim(), email: email.trim() }
  const row = { user: person.user, user_fullname: person.fullName, user_email: person.email }
  await insertRow(context, { table: peopleTable, row }, actor)
  return person
}
