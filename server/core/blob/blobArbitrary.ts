import fc from 'fast-check'
import { datetimeUnits, elementCount, layoutOf } from './dtypes.ts'
import type { BlobValue, Dtype, NdArray } from './value.ts'

const shapes = fc.array(fc.nat(4), { maxLength: 3 })
const text = fc.string({ unit: 'grapheme' })
const name = text.filter((each) => !each.includes('\0'))
const two = (value: number): string => String(value).padStart(2, '0')

const dates = fc
  .tuple(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([year, month, day]) => `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`)
const times = fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59), fc.nat(999_999)).map(([hours, minutes, seconds, micros]) => {
  const fraction = micros === 0 ? '' : `.${String(micros).padStart(6, '0')}`
  return `${two(hours)}:${two(minutes)}:${two(seconds)}${fraction}`
})

export const numericDtypes = [
  'bool',
  'char',
  'int8',
  'uint8',
  'int16',
  'uint16',
  'int32',
  'uint32',
  'int64',
  'uint64',
] as const
const dtypes = fc.oneof(
  fc.constantFrom<Dtype>(...numericDtypes, 'float32', 'float64', 'complex64', 'complex128'),
  fc.constantFrom(...datetimeUnits).map((unit): Dtype => `datetime64[${unit}]`),
)

/** Any bit pattern is a number of any type, NaNs with a payload included. */
export const numericArray = (shape: readonly number[], of = dtypes) =>
  of.chain((dtype) => {
    const { array, complex } = layoutOf(dtype)!
    const count = elementCount(shape) * (complex ? 2 : 1)
    const bytes = count * array!.BYTES_PER_ELEMENT
    return fc.uint8Array({ minLength: bytes, maxLength: bytes }).map((raw): NdArray => {
      const data = new array!(new Uint8Array(raw).buffer, 0, count)
      return { kind: 'ndarray', dtype, shape, data }
    })
  })

const filled = <T>(item: fc.Arbitrary<T>, make: (shape: readonly number[], items: T[]) => BlobValue) =>
  shapes.chain((shape) => {
    const count = elementCount(shape)
    return fc.array(item, { minLength: count, maxLength: count }).map((items) => make(shape, items))
  })

const recarrays = fc.tuple(shapes, fc.uniqueArray(name, { maxLength: 3 })).chain(([shape, names]) =>
  fc
    .tuple(
      ...names.map(() =>
        numericArray(
          shape,
          dtypes.filter((dtype) => dtype !== 'char'),
        ),
      ),
    )
    .map((arrays): BlobValue => ({ kind: 'recarray', fields: names.map((each, index) => [each, arrays[index]!]) })),
)

/** Blob values of every kind, for the tests of round trips. */
export const blobValues: fc.Arbitrary<BlobValue> = fc.letrec<{ value: BlobValue }>((tie) => {
  const value = tie('value')
  const structs = fc.uniqueArray(name, { minLength: 1, maxLength: 2 }).chain((fields) =>
    filled(fc.array(value, { minLength: fields.length, maxLength: fields.length }), (shape, records) => ({
      kind: 'struct',
      shape,
      fields,
      records,
    })),
  )
  return {
    value: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      fc.constantFrom<BlobValue>(null, true, false),
      fc.bigInt(),
      fc.double(),
      text,
      fc.uint8Array(),
      fc.record({ kind: fc.constant('complex' as const), re: fc.double(), im: fc.double() }),
      dates.map((iso): BlobValue => ({ kind: 'date', iso })),
      times.map((iso): BlobValue => ({ kind: 'time', iso })),
      fc.tuple(dates, times).map(([date, time]): BlobValue => ({ kind: 'datetime', iso: `${date}T${time}` })),
      fc.uuid().map((uuid): BlobValue => ({ kind: 'uuid', value: uuid })),
      fc.bigInt().map((whole): BlobValue => ({ kind: 'decimal', value: `${whole}.250` })),
      shapes.chain((shape) => numericArray(shape)),
      recarrays,
      fc.array(value, { maxLength: 4 }),
      fc.array(value, { maxLength: 4 }).map((items): BlobValue => ({ kind: 'tuple', items })),
      fc.array(value, { maxLength: 4 }).map((items): BlobValue => ({ kind: 'set', items })),
      fc.array(fc.tuple(value, value), { maxLength: 4 }).map((entries): BlobValue => ({ kind: 'dict', entries })),
      filled(value, (shape, data) => ({ kind: 'ndarray', dtype: 'object', shape, data })),
      filled(value, (shape, items) => ({ kind: 'cell', shape, items })),
      structs,
    ),
  }
}).value
