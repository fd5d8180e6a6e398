import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import { decodeRow, decodeRows, encodeRow, parseRow } from './rowValues.ts'

const definition = `# an animal
  subject : varchar(8)
  ---
  sex : enum('M', 'F', 'U')
  birth : date
  weight = null : float
  nickname = '' : varchar(16)
  status = 'alive' : varchar(16)
  cage = 0 : int
  tag : uuid
  entered = CURRENT_TIMESTAMP : timestamp`
const tables = [{ name: 'Subject', definition }]
const table = compilePipeline([{ name: 'subject', tables }], { prefix: '', blobStyle: 'codec' }).table('Subject')

const tag = '0f8fad5b-d9cb-469f-a165-70867728950e'
const typed = { subject: 'm1', sex: 'F', birth: '2024-01-02', tag }

const issuesOf = (input: Record<string, unknown>, options = {}) => {
  try {
    parseRow(table, input, options)
  } catch (error) {
    if (error instanceof LabBookError) return error.data.issues
  }
  return []
}

describe('parseRow', () => {
  it('fills in defaults and leaves to the database what it computes', () => {
    const values = { ...typed, weight: null, nickname: '', status: 'alive', cage: 0 }
    expect(parseRow(table, typed)).toEqual(values)
    expect(parseRow(table, { ...typed, weight: '', nickname: ' ', status: '', cage: null, entered: '' })).toEqual({
      ...values,
      nickname: ' ',
    })
  })

  it('collects every problem, each with its attribute', () => {
    expect(issuesOf({ subject: 'much too long', sex: 'X', birth: '2024-02-30', species: 'mouse' })).toEqual([
      { attribute: 'species', message: 'subject.Subject has no attribute "species".' },
      { attribute: 'subject', message: '"much too long" has 13 characters; at most 8 are allowed.' },
      { attribute: 'sex', message: '"X" is not one of M, F, U.' },
      { attribute: 'birth', message: '"2024-02-30" is not a day of the calendar.' },
      { attribute: 'tag', message: 'This needs a value.' },
    ])
  })

  it('a key cannot be left empty', () => {
    expect(issuesOf({ ...typed, subject: '' })).toEqual([{ attribute: 'subject', message: 'This needs a value.' }])
  })

  it('takes empty text as a value of text attributes where a program wrote it, as Python does', () => {
    const written = { ...typed, subject: '', weight: '', nickname: '', status: '', sex: 'F' }
    expect(parseRow(table, written, { emptyText: 'value' })).toMatchObject({ subject: '', weight: null, status: '' })
    expect(issuesOf({ ...written, sex: '' }, { emptyText: 'value' })).toEqual([
      { attribute: 'sex', message: 'This needs a value.' },
    ])
  })

  it('for a change of some attributes looks at these alone', () => {
    expect(parseRow(table, { cage: '7', weight: null }, { partial: true })).toEqual({ cage: 7, weight: null })
    expect(issuesOf({ birth: '' }, { partial: true })).toEqual([{ attribute: 'birth', message: 'This needs a value.' }])
  })
})

describe('decodeRow and encodeRow', () => {
  it('are each other’s inverse, NULL and unknown columns included', () => {
    const row = { subject: 'm1', birth: '2024-01-02', weight: null, tag, entered: '2024-01-02T03:04:05', rows: 3 }
    const raw = encodeRow(table, row)
    expect(raw).toMatchObject({ entered: '2024-01-02 03:04:05', tag: expect.any(Uint8Array) })
    expect(decodeRow(table, raw)).toEqual(row)
  })
})

it('decodes many rows in place as it decodes a copy of one', () => {
  const raw = () => ({ subject: 'm1', birth: '2024-01-02', weight: null, entered: '2024-01-02 03:04:05', count: 3 })
  const one = raw()
  const decoded = decodeRow(table, one)
  expect(decoded).toEqual({ ...raw(), entered: '2024-01-02T03:04:05' })
  expect(one).toEqual(raw())
  const many = [raw(), raw()]
  expect(decodeRows(table, many)).toEqual([decoded, decoded])
  expect(many).toEqual([decoded, decoded])
})
