import { expect, test } from 'vitest'
import { hexToBytes } from './blob.ts'

test('hex is read as MySQL and Python print it', () => {
  for (const text of ['6d596d00', '0x6D596D00', "X'6d596d00'", '6d 59 6d\n00\n'])
    expect([...hexToBytes(text)]).toEqual([0x6d, 0x59, 0x6d, 0])
})

test('an odd number of digits is refused', () => {
  expect(() => hexToBytes('6d5')).toThrow('it is neither a blob nor an even number')
})
