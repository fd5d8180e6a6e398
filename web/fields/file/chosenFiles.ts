import type { GivenUpload } from '#app/views.ts'

/** Files that a person chose for an attribute. A form holds texts, so this is one, too. */
export type ChosenFiles = {
  /** Null until the server has them. */
  readonly upload: string | null
  readonly folder?: boolean
  /** Where the file shall lie in its store. */
  readonly path?: string
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

const mark = '{"upload":'

export const printChosen = ({ upload, ...rest }: ChosenFiles): string => JSON.stringify({ upload, ...rest })

/** Null for what is no choice of files: nothing, the summary of a value that is kept, a typed path. */
export const parseChosen = (text: string): ChosenFiles | null =>
  text.startsWith(mark) ? (JSON.parse(text) as ChosenFiles) : null

/** What is sent in place of a value; null while the files are on their way. */
export const toGivenUpload = ({ upload, folder, path }: ChosenFiles): GivenUpload | null =>
  upload === null ? null : { upload, ...(folder && { folder }), ...(path !== undefined && { path }) }

/** `a.npy`, `12 files` */
export const titleOf = ({ files }: ChosenFiles): string =>
  files.length === 1 ? files[0]!.name : `${files.length} files`

export const bytesOf = ({ files }: Pick<ChosenFiles, 'files'>): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0)
