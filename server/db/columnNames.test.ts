import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const room = import.meta.dirname

const sources = readdirSync(room, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.includes('test'))
  .map((name) => [name, readFileSync(join(room, name), 'utf8')] as const)

/** Items of SELECT lists that read information_schema, cut at commas outside parentheses. */
const itemsOf = (source: string): string[] =>
  [...source.matchAll(/SELECT ((?:(?!SELECT)[^;])*?)\s+FROM information_schema\./g)].flatMap(([, list]) =>
    list!.split(/,(?![^(]*\))/).map((item) => item.trim()),
  )

test('columns of information_schema are asked for by names of our own, since MySQL 8 calls them in capitals', () => {
  const items = sources.flatMap(([name, source]) => itemsOf(source).map((item) => `${name}: ${item}`))
  expect(items.length).toBeGreaterThan(30)
  expect(items.filter((item) => !/ AS \S+$/.test(item) && !item.endsWith(': 1'))).toEqual([])
})
