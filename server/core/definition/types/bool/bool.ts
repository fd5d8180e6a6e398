import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** Yes or no, stored as `tinyint(1)`; a value is 1 or 0. */
export const bool: TypeFamily = {
  name: 'bool',
  match: (text) =>
    /^(bool|boolean|tinyint\s*\(1\))$/i.test(text.trim())
      ? defineType({
          family: 'bool',
          text,
          sql: 'tinyint(1)',
          input: 'checkbox',
          keyBytes: 1,
          prisma: { type: 'Boolean', native: '' },
          parse: parseBool,
          format: (value) => (value === 0 ? 'no' : value === 1 ? 'yes' : String(value)),
        })
      : undefined,
}

const words: Readonly<Record<string, 0 | 1>> = { true: 1, yes: 1, '1': 1, false: 0, no: 0, '0': 0 }

const parseBool = (input: unknown): Parsed => {
  const value = words[String(input).trim().toLowerCase()]
  return value === undefined ? refused(`${quote(input)} is neither yes (1, true) nor no (0, false).`) : parsed(value)
}
