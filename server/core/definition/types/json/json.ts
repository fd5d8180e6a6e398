import { defineType, type Parsed, parsed, quote, refused, type TypeFamily } from '../contract.ts'

/** JSON, carried as its text. MariaDB reports the column as longtext, so in codec style the marker `:json:` remembers it. */
export const json: TypeFamily = {
  name: 'json',
  match: (text) =>
    /^json$/i.test(text.trim())
      ? defineType({
          family: 'json',
          text,
          sql: 'json',
          input: 'json',
          prisma: { type: 'Json', native: '@db.Json' },
          defaultsToNullOnly: true,
          marker: (style) => (style === 'codec' ? 'json' : ''),
          parse: parseJson,
        })
      : undefined,
}

const parseJson = (input: unknown): Parsed => {
  if (typeof input !== 'string') return parsed(JSON.stringify(input))
  try {
    JSON.parse(input)
    return parsed(input)
  } catch (error) {
    return refused(`${quote(input)} is not JSON: ${(error as Error).message}`)
  }
}
