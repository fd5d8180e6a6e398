import { LabBookError } from '#core/errors.ts'

/** The error of every reader: which file, which field of it, what is wrong with which value. */
export const fileInvalid = (file: string, field: string, problem: string, cause?: unknown): LabBookError =>
  new LabBookError('FILE_INVALID', { file, field, problem }, { cause })

/** A file that is listed and cannot be opened. Names that are no UTF-8 are listed with U+FFFD in place of their odd bytes. */
export const cannotOpen = (file: string, cause: NodeJS.ErrnoException): LabBookError => {
  const isMisnamed = cause.code === 'ENOENT' && file.includes('\uFFFD')
  const problem = isMisnamed
    ? 'has a name that is not UTF-8: rename it'
    : `cannot be opened (${cause.code ?? cause.message})`
  return fileInvalid(file, 'file', problem, cause)
}
