import type { Attribute } from '../pipeline/table.ts'
import { attributeType } from './attributeType.ts'
import { parseLine } from './parseDefinition.ts'
import type { AttributeEntry, Entry } from './syntax.ts'

/** What a definition says of something, and in SQL's or plain words what DataJoint's language cannot say of it. */
export type Printed = { readonly line?: string; readonly unsaid: readonly string[] }

/**
 * `name [= default] : type [# comment]`, with as much of it as parses to the attribute again. There is no line for a name or a type
 * that DataJoint refuses.
 */
export const printAttribute = (attribute: Attribute): Printed => {
  for (const less of lessAndLess(attribute)) {
    const line = write(less)
    if (says(line, less)) return { line, unsaid: lost(attribute, less) }
  }
  return { unsaid: [whole(attribute)] }
}

/** What a line comes to above or below the `---`, or undefined where the parser refuses it. */
export const entryOf = (text: string, primary: boolean): Entry | undefined => {
  if (/[\n\r]/.test(text)) return undefined
  try {
    return parseLine({ text: text.trimEnd(), number: 1, where: '' }, primary)
  } catch {
    return undefined
  }
}

/** The attribute, then without what may stand in the way of the rest. */
const lessAndLess = (attribute: Attribute): Attribute[] => {
  const { default: given, defaultExpression: _, ...rest } = attribute
  const required = attribute.nullable ? { ...rest, default: null } : rest
  const wordless = { ...attribute, comment: '' }
  return [attribute, wordless, ...(given === null ? [] : [required, { ...required, comment: '' }])]
}

const write = (attribute: Attribute): string => {
  const increment = attribute.autoIncrement ? ' auto_increment' : ''
  const given = printDefault(attribute)
  const comment = attribute.comment ? `  # ${attribute.comment}` : ''
  return `${attribute.name}${given && ` = ${given}`} : ${attribute.type}${increment}${comment}`
}

const printDefault = (attribute: Attribute): string => {
  if (attribute.defaultExpression !== undefined) return attribute.defaultExpression
  if (attribute.default === null) return 'null'
  if (attribute.default === undefined) return ''
  const bare = attributeType(attribute.type).family !== 'string' && /^-?\d+(\.\d+)?$/.test(attribute.default)
  return bare ? attribute.default : quoted(attribute.default)
}

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

const says = (line: string, attribute: Attribute): boolean => {
  const entry = entryOf(line, attribute.primary)
  return entry?.kind === 'attribute' && meaning(entry) === meaning(attribute)
}

/** Defaults are compared as values: 1.5 and 1.50 are one. */
const meaning = (one: Attribute | AttributeEntry): string => {
  const parsed = typeof one.default === 'string' && attributeType(one.type).parse(one.default)
  const given = parsed && 'value' in parsed ? String(parsed.value) : one.default
  const expression = one.defaultExpression?.toUpperCase()
  return JSON.stringify([one.name, one.type, one.nullable, given, expression, !!one.autoIncrement, one.comment])
}

const lost = (attribute: Attribute, said: Attribute): string[] => [
  ...(said.default === attribute.default && said.defaultExpression === attribute.defaultExpression
    ? []
    : [`${attribute.name}: DEFAULT ${sqlDefault(attribute)}`]),
  ...(said.comment === attribute.comment ? [] : [`${attribute.name}: COMMENT ${JSON.stringify(attribute.comment)}`]),
]

const whole = (attribute: Attribute): string => {
  const given = attribute.nullable ? ' NULL' : attribute.primary ? ' in the primary key' : ' NOT NULL'
  const hasDefault = typeof attribute.default === 'string' || attribute.defaultExpression !== undefined
  const comment = attribute.comment && ` COMMENT ${JSON.stringify(attribute.comment)}`
  return `${attribute.name}: ${attribute.type}${given}${hasDefault ? ` DEFAULT ${sqlDefault(attribute)}` : ''}${comment}`
}

const sqlDefault = (attribute: Attribute): string => attribute.defaultExpression ?? JSON.stringify(attribute.default)
