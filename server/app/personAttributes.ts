import type { Table } from '#core/pipeline/table.ts'

export type PersonAttributes = { readonly user: string; readonly fullName?: string; readonly email?: string }

/** The attributes by which the lab's table of people names them: ours, or those that a table of its own has instead. */
export const personAttributes = (people: Table): PersonAttributes => {
  const secondary = people.attributes.filter(({ primary }) => !primary).map(({ name }) => name)
  const find = (own: string, like: RegExp) => secondary.find((name) => name === own) ?? secondary.find(isLike(like))
  return {
    user: people.primaryKey[0] ?? 'user',
    fullName: find('user_fullname', /full_?name|^name$|_name$/i),
    email: find('user_email', /e_?mail/i),
  }
}

const isLike = (pattern: RegExp) => (name: string) => pattern.test(name)
