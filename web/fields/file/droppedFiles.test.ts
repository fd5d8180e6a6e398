import { expect, it } from 'vitest'
import { chosenFromDialog, droppedFiles } from './droppedFiles.ts'

const fileNamed = (name: string, webkitRelativePath = '') => ({ name, webkitRelativePath }) as File
const entry = (name: string) => ({
  name,
  isDirectory: false,
  file: (done: (file: File) => void) => done(fileNamed(name)),
})
/** A browser gives the entries in pieces, and an empty piece at the end. */
const directory = (name: string, ...pieces: object[][]) => ({
  name,
  isDirectory: true,
  createReader: () => ({ readEntries: (done: (entries: object[]) => void) => done(pieces.shift() ?? []) }),
})
const dropped = async (...entries: { name: string }[]) => {
  const items = entries.map((each) => ({ webkitGetAsEntry: () => each }))
  const data = { items, files: entries.map(({ name }) => fileNamed(name)) }
  const { files, folder } = await droppedFiles(data as unknown as DataTransfer)
  return { names: files.map(({ name }) => name), folder }
}

it('one file is a file, several are a folder', async () => {
  expect(await dropped(entry('a.txt'))).toEqual({ names: ['a.txt'], folder: false })
  expect(await dropped(entry('a'), entry('b'))).toEqual({ names: ['a', 'b'], folder: true })
})

it('a folder is all that is below it, without its own name as in Python; of several each keeps its name', async () => {
  const tree = () => directory('a.zarr', [entry('.zarray')], [directory('0', [entry('0.0')])])
  expect(await dropped(tree())).toEqual({ names: ['.zarray', '0/0.0'], folder: true })
  expect(await dropped(tree(), entry('x'))).toEqual({ names: ['a.zarr/.zarray', 'a.zarr/0/0.0', 'x'], folder: true })
})

it('names from a dialog for folders begin below the folder', () => {
  const list = [fileNamed('0.0', 'a.zarr/0/0.0'), fileNamed('b.txt')] as unknown as FileList
  expect(chosenFromDialog(list).map(({ name }) => name)).toEqual(['0/0.0', 'b.txt'])
})
