import { quoteLiteral } from '../../../sql/literal.ts'
import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** One of a fixed list of texts. As in MySQL the case of what is typed does not matter; the value is spelt as in the list. */
export const enumeration: TypeFamily = {
  name: 'enum',
  match: (text) => {
    const list = /^enum\s*\((.*)\)$/is.exec(text.trim())?.[1]
    const members = list === undefined ? undefined : parseMembers(list)
    if (!members) return undefined
    return defineType({
      family: 'enum',
      text,
      sql: `enum(${members.map(quoteLiteral).join(',')})`,
      input: 'select',
      options: members,
      keyBytes: members.length < 256 ? 1 : 2,
      prisma: { type: 'String', native: '', note: `One of ${members.join(', ')}.` },
      parse: (input) => parseMember(input, members),
    })
  },
}

const member = /\s*(?:'((?:[^'\\]|''|\\.)*)'|"((?:[^"\\]|""|\\.)*)")\s*(,|$)/sy

/** Members of `'M', "F"`, or undefined when the list is malformed, empty or names one twice. */
const parseMembers = (list: string): string[] | undefined => {
  const members: string[] = []
  member.lastIndex = 0
  for (let more = true; more; ) {
    const found = member.exec(list)
    if (!found) return undefined
    members.push(found[1] !== undefined ? unquote(found[1], "''") : unquote(found[2] ?? '', '""'))
    more = found[3] === ','
  }
  return new Set(members.map((name) => name.toLowerCase())).size === members.length ? members : undefined
}

const unquote = (body: string, doubled: string): string =>
  body.replaceAll(doubled, doubled.charAt(0)).replace(/\\(.)/gs, '$1')

const parseMember = (input: unknown, members: readonly string[]): Parsed => {
  const typed = String(input)
  const found =
    members.find((name) => name === typed) ?? members.find((name) => name.toLowerCase() === typed.toLowerCase())
  return found === undefined ? refused(`${quote(input)} is not one of ${members.join(', ')}.`) : parsed(found)
}
