import { LabBookError } from '#core/errors.ts'

/** `TypeError: text`, as Python writes it, cut to what the column holds. */
export const errorMessage = (error: unknown): string => truncated(messageOf(error))

/** The error's own stack and those of its causes; under it, where the catalogue knows one, what to do about it. */
export const errorStack = (error: unknown): string => {
  const hint = error instanceof LabBookError && error.hint ? `\n${hintMark}${error.hint}` : ''
  return stackOf(error) + hint
}

/** What `errorStack` wrote under a stack. */
export const hintOf = (stack: string): string | undefined => {
  const at = stack.lastIndexOf(`\n${hintMark}`)
  return at < 0 ? undefined : stack.slice(at + 1 + hintMark.length)
}

/** The table of a lab whose server speaks latin1 cannot hold every character; a message without them beats none. */
export const withPlainMessage = async (
  message: string,
  write: (message: string) => Promise<unknown>,
): Promise<unknown> => {
  try {
    return await write(message)
  } catch (refused) {
    if (!(refused instanceof LabBookError && refused.code === 'INVALID_VALUE')) throw refused
    return write(message.replace(/[^\x20-\x7e\n]/gu, '?'))
  }
}

const hintMark = 'Hint: '

const messageOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return `${error instanceof LabBookError ? error.code : error.name}: ${error.message}`
}

const stackOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  const own = error.stack ?? messageOf(error)
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`
}

const longest = 2047
const suffix = '...truncated'

const truncated = (message: string): string => {
  const characters = [...message]
  return characters.length <= longest ? message : characters.slice(0, longest - suffix.length).join('') + suffix
}
