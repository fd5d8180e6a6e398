import { expect, test } from 'vitest'
import { readIndexExpression } from './parseIndex.ts'

test('the expression of an index of a part of a JSON value is read as a definition writes it', () => {
  const read = (path: string, type: string) =>
    readIndexExpression(`json_value(\`info\`, _utf8mb4\\'$.${path}\\' returning ${type})`)
  expect(read('rate', 'decimal(8, 2)')).toBe('info.rate:decimal(8,2)')
  expect(read('place[0].name', 'char(512)')).toBe('info.place[0].name')
  expect(read('n', 'unsigned')).toBe('info.n:unsigned')
})

test('any other expression is none of ours', () => {
  expect(readIndexExpression('lower(`name`)')).toBeUndefined()
  expect(readIndexExpression('json_value(`info`, _utf8mb4\\\'$."a b"\\\' returning char(512))')).toBeUndefined()
})
