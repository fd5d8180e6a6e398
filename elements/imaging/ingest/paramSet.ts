import type { BlobValue } from '#core/blob/value.ts'
import { dictToUuid, type PythonDict, pythonDict } from '#elements/probe/index.ts'
import type { Segmentation } from '../readers/segmentation.ts'

export type ParamSet = {
  /** A name of imaging.ProcessingMethod. */
  readonly method: string
  readonly description: string
  readonly params: PythonDict
  /** Upstream's hash over the parameters and the method. */
  readonly hash: string
}

/** The settings that a finished result tells of. Results that tell the same share one set. */
export const deriveParamSet = ({ method, version, params, planes }: Segmentation): ParamSet => {
  const rate = planes[0]?.frameRate
  const sorted = [...params].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const description = ['As found beside a result of', method, version, rate ? `(${rate} Hz)` : '']
    .filter(Boolean)
    .join(' ')
  return paramSet(method, description, sorted)
}

/** A set that differs from `base` by naming the result, for a second one of a scan with the same parameters. */
export const paramSetOfResult = ({ method, description, params }: ParamSet, path: string): ParamSet =>
  paramSet(method, `${description}, result ${path}`, [...(params.entries as [string, BlobValue][]), ['result', path]])

const paramSet = (
  method: string,
  description: string,
  params: readonly (readonly [string, BlobValue])[],
): ParamSet => ({
  method,
  description: description.slice(0, 1280),
  params: pythonDict(params),
  hash: dictToUuid(pythonDict([...params.filter(isHashable), ['processing_method', method]])),
})

/** Python's text of an array depends on the version of numpy, so upstream's hash is not defined for it. */
const isHashable = ([name, value]: readonly [string, BlobValue]): boolean => {
  try {
    dictToUuid(pythonDict([[name, value]]))
    return true
  } catch {
    return false
  }
}
