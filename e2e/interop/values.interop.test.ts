import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBlob } from '#core/blob/encodeBlob.ts'
import { toHex } from '#core/blob/readPython.ts'
import { packBlob, unpackBlob } from '#db/packBlob.ts'
import { usePythonDatabase } from './usePythonDatabase.ts'
import { pythonValues } from './values/pythonValues.ts'
import { tellBlob } from './values/tellBlob.ts'

const judges = [
  { generation: '2.x', python: process.env.LABBOOK_TEST_PYTHON },
  { generation: '0.14', python: process.env.LABBOOK_TEST_PYTHON_014 },
]
const script = resolve(import.meta.dirname, 'values/values_judge.py')
/** More cases, or others, for a long run by hand. */
const count = Number(process.env.LABBOOK_TEST_VALUES ?? 400)
const seed = Number(process.env.LABBOOK_TEST_SEED ?? 1)

describe.each(judges)('values and datajoint-python $generation', ({ python }) => {
  const db = usePythonDatabase()
  const judge = <T>(command: string, input: unknown) => db.judge(python!, script, command, input) as Promise<T>

  describe.skipIf(!python)('blobs', () => {
    test('that Python packs are read as Python reads them, and packed again to the same bytes', async () => {
      const packed = await judge<{ hex: string; told: unknown }[]>('pack', { seed, count })
      for (const [index, { hex, told }] of packed.entries()) {
        const value = unpackBlob(fromHex(hex))
        expect(tellBlob(value), `${index}: ${hex}`).toEqual(told)
        expect(toHex(encodeBlob(value)), `${index}: ${hex}`).toBe(hex)
      }
    })

    test('that we pack are unpacked by Python to the same values', async () => {
      const values = fc.sample(pythonValues, { seed, numRuns: count })
      const told = await judge<unknown[]>(
        'unpack',
        values.map((value) => toHex(packBlob(value))),
      )
      for (const [index, value] of values.entries()) expect(told[index], `${index}`).toEqual(tellBlob(value))
    })
  })
})

const fromHex = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
