import { sessionTables } from '#core/assembly/sessionRoles.ts'
import type { Actor, AppContext } from './context.ts'
import { insertRow } from './insertRow.ts'
import { personAttributes } from './personAttributes.ts'
import type { Person, RowInput } from './views.ts'

/** A new row of lab.User; of what a lab's own table of people has no attribute for, nothing is kept. @throws DUPLICATE_ENTRY, INVALID_ROW */
export const addPerson = async (
  context: AppContext,
  { user, fullName = '', email = '' }: { readonly user: string; readonly fullName?: string; readonly email?: string },
  actor: Actor,
): Promise<Person> => {
  const person: Person = { user: user.trim(), fullName: fullName.trim(), email: email.trim() }
  const names = personAttributes(context.pipeline.table(sessionTables.person))
  const row: RowInput = {
    [names.user]: person.user,
    ...(names.fullName && { [names.fullName]: person.fullName }),
    ...(names.email && { [names.email]: person.email }),
  }
  await insertRow(context, { table: sessionTables.person, row }, actor)
  return person
}
