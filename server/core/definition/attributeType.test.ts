import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attributeType, typeFamilies } from './attributeType.ts'

/** Spelling -> family and column type. */
const spellings: readonly (readonly [string, string, string])[] = [
  ['int', 'integer', 'int'],
  ['int32', 'integer', 'int'],
  ['integer', 'integer', 'int'],
  ['INT', 'integer', 'int'],
  ['int(10) unsigned', 'integer', 'int unsigned'],
  ['uint8', 'integer', 'tinyint unsigned'],
  ['tinyint unsigned', 'integer', 'tinyint unsigned'],
  ['tinyint', 'integer', 'tinyint'],
  ['int64', 'integer', 'bigint'],
  ['bool', 'bool', 'tinyint(1)'],
  ['boolean', 'bool', 'tinyint(1)'],
  ['tinyint(1)', 'bool', 'tinyint(1)'],
  ['float32', 'float', 'float'],
  ['float64', 'float', 'double'],
  ['double', 'float', 'double'],
  ['float(7, 4)', 'float', 'float(7,4)'],
  ['double(8,2) unsigned', 'float', 'double(8,2) unsigned'],
  ['float(24)', 'float', 'float'],
  ['float(53)', 'float', 'double'],
  ['decimal(6, 2)', 'decimal', 'decimal(6,2)'],
  ['numeric(6,2)', 'decimal', 'decimal(6,2)'],
  ['varchar(32)', 'string', 'varchar(32)'],
  ['char(4)', 'string', 'char(4)'],
  ['text', 'string', 'text'],
  [`enum('M', "F")`, 'enum', `enum('M','F')`],
  [`enum('it''s')`, 'enum', `enum('it''s')`],
  ['date', 'date', 'date'],
  ['datetime', 'datetime', 'datetime'],
  ['datetime(3)', 'datetime', 'datetime(3)'],
  ['timestamp', 'datetime', 'timestamp'],
  ['time', 'time', 'time'],
  ['year', 'year', 'year'],
  ['uuid', 'uuid', 'binary(16)'],
  ['longblob', 'blob', 'longblob'],
  ['<blob>', 'blob', 'longblob'],
  ['bytes', 'blob', 'longblob'],
  ['json', 'json', 'json'],
  ['attach', 'attach', 'longblob'],
  ['<attach>', 'attach', 'longblob'],
  ['geometry', 'opaque', 'geometry'],
  ['<npy@raw>', 'stored', 'json'],
  ['<blob@>', 'stored', 'json'],
  ['blob@raw', 'stored', 'binary(16)'],
  ['blob@', 'opaque', 'blob@'],
  ['<zarr@raw>', 'opaque', '<zarr@raw>'],
  ['enum()', 'opaque', 'enum()'],
  [`enum('a', 'A')`, 'opaque', `enum('a', 'A')`],
]

describe('attributeType', () => {
  it.each(spellings)('%s is of family %s and stored as %s', (text, family, sql) => {
    expect(attributeType(text)).toMatchObject({ text, family, sql })
  })

  it('every family has spellings above', () => {
    expect(new Set(spellings.map(([, family]) => family))).toEqual(
      new Set([...typeFamilies.map(({ name }) => name), 'opaque']),
    )
  })
})

/** Type, what is typed, the value. */
const accepted: readonly (readonly [string, unknown, unknown])[] = [
  ['int', ' 42 ', 42],
  ['int', -3, -3],
  ['bigint', '9007199254740993', '9007199254740993'],
  ['tinyint unsigned', '255', 255],
  ['float', '3e-4', 3e-4],
  ['double', 1.5, 1.5],
  ['decimal(6,2)', '1.5', '1.50'],
  ['decimal(6,2)', '-0.00', '0.00'],
  ['decimal(6,2)', '+0012.340', '12.34'],
  ['decimal(4)', 12, '12'],
  ['varchar(3)', 'é😀x', 'é😀x'],
  [`enum('M','F')`, 'm', 'M'],
  ['bool', true, 1],
  ['bool', 'no', 0],
  ['date', '2024-02-29', '2024-02-29'],
  ['datetime', '2024-01-31 13:45', '2024-01-31T13:45:00'],
  ['datetime', '2024-01-31T13:45:07.000', '2024-01-31T13:45:07'],
  ['datetime(3)', '2024-01-31 13:45:07.25', '2024-01-31T13:45:07.250'],
  ['time', '-100:00', '-100:00:00'],
  ['time(3)', '01:02:03.5', '01:02:03.500'],
  ['year', '2024', 2024],
  ['uuid', '{0F8FAD5BD9CB469FA16570867728950E}', '0f8fad5b-d9cb-469f-a165-70867728950e'],
  ['json', '{"a": 1}', '{"a": 1}'],
  ['json', [1, 2], '[1,2]'],
]

/** Type, what is typed, what the problem says. */
const refused: readonly (readonly [string, unknown, string])[] = [
  ['int', '1.5', '"1.5" is not a whole number.'],
  ['int', true, '"true" is not a whole number.'],
  ['tinyint', '128', '128 is outside -128 to 127.'],
  ['bigint', '9223372036854775808', 'is outside -9223372036854775808 to 9223372036854775807.'],
  ['float', 'NaN', '"NaN" is not a number'],
  ['float', '1e39', 'is larger than'],
  ['double', '12,5', 'is not a number'],
  ['decimal(6,2)', '1.234', 'more than 2 digits after the point'],
  ['decimal(6,2)', '12345', 'more than 4 digits before the point'],
  ['varchar(3)', 'four', '"four" has 4 characters; at most 3 are allowed.'],
  [`enum('M','F')`, 'U', '"U" is not one of M, F.'],
  ['bool', 'maybe', 'neither yes (1, true) nor no (0, false)'],
  ['date', '2024-02-30', '"2024-02-30" is not a day of the calendar.'],
  ['date', '31.1.2024', 'is not a date such as'],
  ['date', '1900-02-29', 'is not a day of the calendar'],
  ['datetime', '2024-02-30 10:00', '2024-02-30 is not a day of the calendar'],
  ['datetime', '2024-01-31', 'is not a date and time such as'],
  ['datetime', '2024-01-31T24:00:00', 'is not a time of the day'],
  ['datetime', '2024-01-31T13:45:00Z', 'has a time zone'],
  ['datetime', '2024-01-31T13:45:00+01:00', 'has a time zone'],
  ['datetime', '2024-01-31 13:45:00.5', 'more decimals of a second than the 0'],
  ['timestamp', '1969-12-31 00:00:00', 'which a timestamp can hold'],
  ['time', '839:00:00', 'outside -838:59:59 to 838:59:59'],
  ['time', '01:60:00', 'more than 59'],
  ['year', '1900', 'not a year from 1901 to 2155'],
  ['uuid', 'abc', 'is not a UUID'],
  ['json', '{a}', 'is not JSON'],
  ['<blob>', '1', 'cannot be typed'],
  ['attach', 'x', 'cannot be typed'],
  ['geometry', 'x', 'does not know the type geometry'],
]

describe('parse', () => {
  it.each(accepted)('%s takes %j as %j', (type, input, value) => {
    expect(attributeType(type).parse(input)).toEqual({ value })
  })

  it.each(refused)('%s refuses %j: %s', (type, input, problem) => {
    expect(attributeType(type).parse(input)).toEqual({ problem: expect.stringContaining(problem) })
  })

  it.each(accepted)('%s: the value of %j goes to the database and comes back unchanged', (typeText, input) => {
    const type = attributeType(typeText)
    const parsed = type.parse(input)
    if (!('value' in parsed)) throw new Error(parsed.problem)
    expect(type.fromDatabase(type.toDatabase(parsed.value))).toEqual(parsed.value)
    expect(type.parse(parsed.value)).toEqual(parsed)
  })
})

describe('the database', () => {
  it('hands over a datetime with a space and gets it back so', () => {
    const type = attributeType('datetime(6)')
    expect(type.fromDatabase('2024-01-02 03:04:05.250000')).toBe('2024-01-02T03:04:05.250000')
    expect(type.fromDatabase('2024-01-02 03:04:05.000000')).toBe('2024-01-02T03:04:05')
    expect(type.toDatabase('2024-01-02T03:04:05.250000')).toBe('2024-01-02 03:04:05.250000')
  })

  it('stores NaN as NULL, as Python does', () => {
    expect(attributeType('float').toDatabase(Number.NaN)).toBeNull()
  })

  it('keeps integers beyond 2^53 as text', () => {
    expect(attributeType('bigint unsigned').fromDatabase('18446744073709551615')).toBe('18446744073709551615')
    expect(attributeType('bigint').fromDatabase('12')).toBe(12)
  })

  it('keeps any uuid through its 16 bytes', () => {
    const type = attributeType('uuid')
    fc.assert(fc.property(fc.uuid(), (text) => type.fromDatabase(type.toDatabase(text)) === text))
  })

  it('keeps any datetime with microseconds', () => {
    const type = attributeType('datetime(6)')
    const moments = fc.date({
      min: new Date('1000-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(moments, fc.integer({ min: 0, max: 999_999 }), (moment, micros) => {
        const text = `${moment.toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}`
        const parsed = type.parse(text)
        return 'value' in parsed && type.fromDatabase(type.toDatabase(parsed.value)) === parsed.value
      }),
    )
  })

  it('keeps any decimal to its last digit', () => {
    const type = attributeType('decimal(20,6)')
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 20n) + 1n, 10n ** 20n - 1n), (units) => {
        const digits = String(units < 0n ? -units : units).padStart(7, '0')
        const text = `${units < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`
        expect(type.parse(text)).toEqual({ value: text })
      }),
    )
  })
})

describe('a column', () => {
  it('is marked only where Python needs it', () => {
    const marks = (text: string) => [attributeType(text).marker('codec'), attributeType(text).marker('bare')]
    expect(marks('int')).toEqual(['', ''])
    expect(marks('uuid')).toEqual(['uuid', 'uuid'])
    expect(marks('json')).toEqual(['json', ''])
    expect(marks('<blob>')).toEqual(['<blob>', '<blob>'])
    expect(marks('longblob')).toEqual(['', ''])
  })

  it('of blobs is spelt by the style of the database', () => {
    expect(attributeType('longblob').inStyle('codec')).toBe('<blob>')
    expect(attributeType('<blob>').inStyle('bare')).toBe('longblob')
    expect(attributeType('attach').inStyle('codec')).toBe('<attach>')
    expect(attributeType('int').inStyle('codec')).toBe('int')
  })
})

describe('for people', () => {
  it.each([
    ['float', 65.51445007324219, '65.51445'],
    ['double', 65.51445007324219, '65.51445007324219'],
    ['datetime', '2024-01-02T03:04:05', '2024-01-02 03:04:05'],
    ['bool', 1, 'yes'],
    ['longblob', new Uint8Array(650_000), '650 kB'],
    ['attach', new TextEncoder().encode('notes.txt\0hello'), 'notes.txt, 5 B'],
    ['geometry', Uint8Array.of(1, 255), '0x01ff'],
  ] as const)('%s shows %s as %s', (type, value, text) => {
    expect(attributeType(type).format(value)).toBe(text)
  })
})
