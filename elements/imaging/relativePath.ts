import { relative, sep } from 'node:path'

/** The path from one absolute path to another below it, POSIX; `` when they are the same. */
export const relativeTo = (from: string, to: string): string => relative(from, to).split(sep).join('/')
