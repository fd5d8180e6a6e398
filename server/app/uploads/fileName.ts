import { LabBookError } from '#core/errors.ts'

/**
 * The name of a file as a browser sent it: one that every file system takes, and that leads nowhere. In a folder it is the path
 * below it, its parts separated by `/`. @throws INVALID_VALUE
 */
export const assertFileName = (name: string, place: { table: string; attribute: string }, inFolder = false): string => {
  const parts = inFolder ? name.split('/') : [name]
  const problem =
    parts.length > deepest ? `it lies more than ${deepest} folders deep` : parts.map(problemOf).find(Boolean)
  if (problem)
    throw new LabBookError('INVALID_VALUE', {
      ...place,
      problem: `"${name.slice(0, 80)}" is no name of a file: ${problem}.`,
    })
  return name
}

const deepest = 32

const problemOf = (part: string): string | undefined => {
  if (part === '' || part === '.' || part === '..') return 'it is empty, or leads elsewhere'
  if (/[/\\]/.test(part)) return 'it holds a path'
  if (/[\x00-\x1f\x7f\p{Cs}]/u.test(part)) return 'it holds characters that cannot be seen'
  return Buffer.byteLength(part) > longest ? `it has more than ${longest} bytes` : undefined
}

/** Of 255 bytes 0.14 takes 33 for the hash before the name. */
const longest = 222
