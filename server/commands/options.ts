import { InvalidArgumentError } from 'commander'

/** Parsers of option values; what they refuse ends the command with exit code 2. */
export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || value < least || value > most)
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
    return value
  }

export const oneOf =
  <const T extends string>(...choices: readonly T[]) =>
  (text: string): T => {
    const found = choices.find((choice) => choice === text)
    if (!found) throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`)
    return found
  }

export const port = wholeNumber(1, 65535)

/** `A,B` -> ['A', 'B'] */
export const commaList = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)

/** A schema that `labbook declare` may make. */
export const schemaName = (text: string): string => {
  if (!/^[a-z][a-z0-9_]*$/.test(text))
    throw new InvalidArgumentError('It must be lower-case letters, digits and _, and begin with a letter.')
  return text
}

/** @param what "a key as a JSON object" */
export const jsonObject =
  (what: string) =>
  <T extends object>(text: string): T => {
    const value = parseJson(text)
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new InvalidArgumentError(`It must be ${what}.`)
    return value as T
  }

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
