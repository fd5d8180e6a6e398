import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { compileQuery } from '../sql/compileQuery.ts'
import { examplePipeline } from './algebraExample.ts'
import { parseQuery } from './parseQuery.ts'
import { printPython } from './printPython.ts'
import { printQuery } from './printQuery.ts'
import { readQuery, writeQuery } from './wireQuery.ts'

const pipeline = examplePipeline()
const subject = { node: 'table', table: 'animal.Subject' } as const
const restrictedBy = (condition: unknown) => ({ node: 'restrict', source: subject, condition })
const valued = (expression: unknown) => ({ node: 'project', source: subject, columns: [{ name: 'x', expression }] })

describe('a query as JSON', () => {
  it('is the tree with tables by name, and becomes the same query again', () => {
    const query = parseQuery(`Subject & Session & "sex = 'F'"`, pipeline)
    const json = JSON.parse(JSON.stringify(writeQuery(query)))
    expect(json.source.condition).toEqual({
      is: 'inQuery',
      attributes: ['subject'],
      query: { node: 'table', table: 'animal.Session' },
    })
    expect(readQuery(json, pipeline)).toEqual(query)
  })

  it.each([
    ['Subject.join(Note, semantic_check=False)', 'animal.Subject.join(animal.Note, semantic_check=False)'],
    ['Subject.join(Session, semantic_check=False)', 'animal.Subject * animal.Session'],
    [
      `Note.extend(Subject.proj('sex'), semantic_check=False)`,
      `animal.Note.extend(animal.Subject.proj('sex'), semantic_check=False)`,
    ],
    [
      `Subject.restrict([dj.Not(Note), Session], semantic_check=False) & "sex = 'F'"`,
      `animal.Subject.restrict([dj.Not(animal.Note), animal.Session], semantic_check=False) & "sex = 'F'"`,
    ],
  ])('keeps that names need not mean the same, where they do not: %s', (text, printed) => {
    const query = parseQuery(text, pipeline)
    expect(printQuery(query)).toBe(printed)
    expect(parseQuery(printed, pipeline)).toEqual(query)
    expect(readQuery(JSON.parse(JSON.stringify(writeQuery(query))), pipeline)).toEqual(query)
    expect(printPython(query).includes('semantic_check=False')).toBe(printed.includes('semantic_check=False'))
  })

  it.each([
    ['no object', 'Subject'],
    ['an unknown node', { node: 'drop', table: 'animal.Subject' }],
    ['more than a node has', { ...subject, database: 'mysql' }],
    [
      'an operator of its own',
      restrictedBy({ is: 'compare', left: { is: 'value', value: 1 }, op: '= 1 OR', right: 1 }),
    ],
    ['a function of its own', valued({ is: 'call', name: 'sleep', args: [{ is: 'value', value: 9 }] })],
    ['a property as a function', valued({ is: 'call', name: 'constructor', args: [] })],
    ['an aggregate of its own', valued({ is: 'aggregate', name: 'toString', distinct: false, of: null })],
    ['a type of its own', valued({ is: 'cast', of: { is: 'value', value: 1 }, to: 'char) FROM x --' })],
    [
      'a unit of its own',
      valued({ is: 'shift', of: { is: 'value', value: 1 }, op: '+', amount: { is: 'value', value: 1 }, unit: 'AGE' }),
    ],
    [
      'a query inside an expression',
      valued({ is: 'test', condition: { is: 'inQuery', attributes: [], query: subject } }),
    ],
    [
      'a direction of its own',
      { node: 'top', source: subject, limit: 1, offset: 0, order: [{ attribute: 'sex', direction: 'x' }] },
    ],
    ['a limit of its own', { node: 'top', source: subject, limit: '1; DROP', offset: 0, order: [] }],
    ['an attribute that there is not', restrictedBy({ is: 'null', of: { is: 'attribute', name: '1`; --' } })],
    [
      'an attribute that the other query lacks',
      restrictedBy({ is: 'inQuery', attributes: ['sex'], query: { node: 'table', table: 'animal.Session' } }),
    ],
    ['a table that there is not', { node: 'table', table: 'mysql.user' }],
  ])('is refused with %s', (_, json) => {
    expect(() => compileQuery(readQuery(json, pipeline))).toThrow(LabBookError)
  })

  it('has a bounded depth and size', () => {
    let deep: unknown = subject
    for (let level = 0; level < 5000; level++)
      deep = { node: 'restrict', source: deep, condition: { is: 'constant', value: true } }
    expect(() => readQuery(deep, pipeline)).toThrow('too large')
    const values = Array.from({ length: 30_000 }, (_, value) => value)
    expect(() => readQuery(restrictedBy({ is: 'in', of: { is: 'attribute', name: 'sex' }, values }), pipeline)).toThrow(
      'too large',
    )
    let fits: unknown = subject
    for (let level = 0; level < 300; level++)
      fits = { node: 'restrict', source: fits, condition: { is: 'constant', value: true } }
    expect(compileQuery(readQuery(fits, pipeline)).text).toContain('TRUE')
  })
})
