import { expect, test } from 'vitest'
import { parseConfigFile } from './readConfigFile.ts'

test('what a file says goes into the configuration, links and elements into its assembly', () => {
  const file = {
    prefix: 'lab_',
    blobStyle: 'bare',
    elements: ['probe', 'ephys'],
    links: { Session: 'our_lab.Visit' },
    session: 'id',
  }
  expect(parseConfigFile(file, 'labbook.config.ts')).toEqual({
    prefix: 'lab_',
    blobStyle: 'bare',
    assembly: { elements: ['probe', 'ephys'], links: { Session: 'our_lab.Visit' }, session: 'id' },
  })
  expect(parseConfigFile({}, 'labbook.config.ts')).toEqual({
    assembly: { elements: null, links: {}, session: 'datetime' },
  })
})

test.each([
  [{ blobStyle: 'old' }, 'labbook.config.ts: blobStyle: '],
  [{ links: { Sesion: 'a.B' } }, 'labbook.config.ts: links: Unrecognized key: "Sesion"'],
  [
    { links: { Session: 'Visit' } },
    'labbook.config.ts: links.Session: must be the name of a table such as our_lab.Mouse',
  ],
  [{ session: 'number' }, 'labbook.config.ts: session: '],
  [{ prefx: '' }, 'labbook.config.ts: Unrecognized key: "prefx"'],
  [{ port: '8080' }, 'labbook.config.ts: port: '],
  [[], 'labbook.config.ts: Invalid input: expected object'],
])('%j is refused, and the key is named', (file, sentence) => {
  expect(() => parseConfigFile(file, 'labbook.config.ts')).toThrow(sentence)
})
