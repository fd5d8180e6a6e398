import type { NamedFile } from './sendFiles.ts'

/** Files that were chosen in a dialog. Of a folder the names begin below it, as Python has them. */
export const chosenFromDialog = (list: FileList | null): NamedFile[] =>
  [...(list ?? [])].map((file) => ({ file, name: withoutFirst(file.webkitRelativePath ?? '') || file.name }))

const withoutFirst = (path: string): string => path.slice(path.indexOf('/') + 1)

/** Files that were dropped, and all of folders that were. `folder` where there was one, or more than one file. */
export const droppedFiles = async (data: DataTransfer): Promise<{ files: NamedFile[]; folder: boolean }> => {
  // The list is empty after the first wait.
  const items = [...data.items].flatMap((item) => {
    const entry = item.webkitGetAsEntry?.()
    return entry ? [entry] : []
  })
  if (!items.some(({ isDirectory }) => isDirectory)) {
    const files = [...data.files].map((file) => ({ file, name: file.name }))
    return { files, folder: files.length > 1 }
  }
  const found = await Promise.all(items.map((entry) => filesBelow(entry, '')))
  const files = found.flat()
  return {
    folder: true,
    files: items.length === 1 ? files.map((each) => ({ ...each, name: withoutFirst(each.name) })) : files,
  }
}

const filesBelow = async (entry: FileSystemEntry, folder: string): Promise<NamedFile[]> => {
  const name = folder + entry.name
  if (!entry.isDirectory) return [{ name, file: await fileOf(entry as FileSystemFileEntry) }]
  const entries = await allEntries((entry as FileSystemDirectoryEntry).createReader())
  return (await Promise.all(entries.map((each) => filesBelow(each, `${name}/`)))).flat()
}

const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((done, fail) => entry.file(done, fail))

/** A browser gives a hundred at a time. */
const allEntries = async (reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> => {
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail))
    if (some.length === 0) return all
    all.push(...some)
  }
}
