import { LabBookError } from '#core/errors.ts'

/** The error of every reader: which file, which field of it, what is wrong with which value. */
export const fileInvalid = (file: string, field: string, problem: string, cause?: unknown): LabBookError =>
  new LabBookError('FILE_INVALID', { file, field, problem }, { cause })
