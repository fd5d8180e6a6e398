import { expect, test } from 'vitest'
import { printLiteral } from './literal.ts'

test('a literal never leaves its line', () => {
  expect(printLiteral("a\nb\r\0'\\\x1a")).toBe(String.raw`'a\nb\r\0''\\\Z'`)
})

test('doubles carry an exponent, whole numbers none', () => {
  expect([0.1 + 0.2, 5e-324, 1e21, -3, 0].map(printLiteral)).toEqual([
    '0.30000000000000004e0',
    '5e-324',
    '1e+21',
    '-3',
    '0',
  ])
})

test('bytes are hexadecimal, NULL is NULL', () => {
  expect(printLiteral(Uint8Array.of(0, 255))).toBe("X'00ff'")
  expect(printLiteral(new Uint8Array())).toBe("X''")
  expect(printLiteral(null)).toBe('NULL')
})
