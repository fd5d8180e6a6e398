import fc from 'fast-check'
import { numericArray, numericDtypes } from '#core/blob/blobArbitrary.ts'
import { elementCount } from '#core/blob/dtypes.ts'
import type { BlobValue, Dtype, NdArray } from '#core/blob/value.ts'

/** Blob values that Python can hold: keys and members of sets are hashable, and text and dates are those of Python. */
const shapes = fc.array(fc.nat(4), { maxLength: 3 })
const text = fc.string({ unit: 'grapheme', maxLength: 12 })
const hashable: fc.Arbitrary<BlobValue> = fc.oneof(text, fc.bigInt({ min: 2n, max: 2n ** 70n }))
const distinct = fc.uniqueArray(hashable, { maxLength: 4, selector: String })
const units = ['D', 'h', 'm', 's', 'ms', 'us', 'ns'] as const
const dtypes: readonly Dtype[] = [
  ...numericDtypes.filter((dtype) => dtype !== 'char' && dtype !== 'bool'),
  ...(['float32', 'float64', 'complex64', 'complex128'] as const),
  ...units.map((unit): Dtype => `datetime64[${unit}]`),
]
const arrays = shapes.chain((shape) => numericArray(shape, fc.constantFrom(...dtypes))).map(finiteIfComplex)
const flags = fc.array(fc.boolean(), { maxLength: 9 }).map(
  (items): BlobValue => ({
    kind: 'ndarray',
    dtype: 'bool',
    shape: [items.length],
    data: Uint8Array.from(items, Number),
  }),
)
const recarrays = fc
  .tuple(
    fc
      .nat(4)
      .chain((length) =>
        fc.tuple(numericArray([length], fc.constant('int32')), numericArray([length], fc.constant('float64'))),
      ),
    fc.uniqueArray(fc.constantFrom('a', 'b', 'onset', 'µ'), { minLength: 2, maxLength: 2 }),
  )
  .map(
    ([columns, names]): BlobValue => ({
      kind: 'recarray',
      fields: columns.map((column, index) => [names[index]!, column]),
    }),
  )
const instants = fc
  .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 19))

/** Python puts complex numbers together by arithmetic, which NaN and infinity do not survive. */
function finiteIfComplex(array: NdArray): NdArray {
  if (!array.dtype.startsWith('complex')) return array
  const data = (array.data as Float64Array).map((part) => (Number.isFinite(part) ? part : 1))
  return { ...array, data }
}

export const pythonValues: fc.Arbitrary<BlobValue> = fc.letrec<{ value: BlobValue }>((tie) => {
  const items = fc.array(tie('value'), { maxLength: 4 })
  return {
    value: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom<BlobValue>(null, true, false, -0, Number.NaN, Infinity, -Infinity, 5e-324),
      fc.bigInt({ min: -(2n ** 200n), max: 2n ** 200n }),
      fc.double(),
      text,
      fc.uint8Array(),
      fc.record({ kind: fc.constant('complex' as const), re: fc.double(), im: fc.double() }),
      instants.map((iso): BlobValue => ({ kind: 'datetime', iso })),
      instants.map((iso): BlobValue => ({ kind: 'date', iso: iso.slice(0, 10) })),
      instants.map((iso): BlobValue => ({ kind: 'time', iso: `${iso.slice(11)}.000250` })),
      fc.uuid().map((value): BlobValue => ({ kind: 'uuid', value })),
      fc.bigInt({ min: 1n }).map((whole): BlobValue => ({ kind: 'decimal', value: `-${whole}.250` })),
      arrays,
      flags,
      recarrays,
      items,
      items.map((list): BlobValue => ({ kind: 'tuple', items: list })),
      distinct.map((list): BlobValue => ({ kind: 'set', items: list })),
      fc.tuple(distinct, items).map(
        ([keys, list]): BlobValue => ({
          kind: 'dict',
          entries: keys.map((key, index) => [key, list[index] ?? null]),
        }),
      ),
      shapes.chain((shape) =>
        fc
          .array(text, { minLength: elementCount(shape), maxLength: elementCount(shape) })
          .map((data): BlobValue => ({ kind: 'ndarray', dtype: 'object', shape, data })),
      ),
    ),
  }
}).value
