import { expect, test } from 'vitest'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import { locateInFile, parseDefinitionFile } from './parseDefinitionFile.ts'

const parse = (text: string, schema?: string) => parseDefinitionFile(text, { file: 'lab.txt', schema })

test('each heading begins a table, a dot makes it a part, the schema may stand in the heading', () => {
  const text =
    '# our own\n[Weighing: manual]\n-> subject.Subject\n---\nweight: float  # (g)\n[Weighing.Note]\n-> master\n[cages.Cage: lookup]\ncage: int'
  expect(parse(text, 'lab_extra').schemas).toEqual([
    {
      name: 'lab_extra',
      tables: [
        { name: 'Weighing', tier: 'manual', definition: '-> subject.Subject\n---\nweight: float  # (g)' },
        { name: 'Weighing.Note', definition: '-> master' },
      ],
    },
    { name: 'cages', tables: [{ name: 'Cage', tier: 'lookup', definition: 'cage: int' }] },
  ])
})

test('what is wrong is told with its line and the cure', () => {
  expect(() => parse('cage: int')).toThrow('lab.txt line 1: "cage: int" stands before the first heading')
  expect(() => parse('\n[cage]')).toThrow(
    'lab.txt line 2: "[cage]" is no heading; a heading looks like [Weighing: manual]',
  )
  expect(() => parse('[Cage: lookup]')).toThrow('Cage has no schema; write [my_schema.Cage: manual] or give --schema.')
  expect(() => parse('[Cage]', 'x')).toThrow('Cage has no tier')
  expect(() => parse('')).toThrow('the file declares no table')
})

test('what is wrong in a definition is told with the line of the file', () => {
  const text = '# our own\n\n[x.Cage: lookup]\n# A cage\ncage : int\n\n[x.Mouse: manual]\nmouse : int\n---\n-> Cgae'
  const file = parse(text)
  expect(file.headings).toEqual(
    new Map([
      ['x.Cage', 3],
      ['x.Mouse', 7],
    ]),
  )
  const compile = () => {
    try {
      return compilePipeline(file.schemas, { prefix: '', blobStyle: 'codec' })
    } catch (error) {
      throw locateInFile(error, file, 'lab.txt')
    }
  }
  expect(compile).toThrow(
    'lab.txt line 10 (x.Mouse): column 4: there is no table Cgae. Did you mean x.Cage?\n  -> Cgae',
  )
})
