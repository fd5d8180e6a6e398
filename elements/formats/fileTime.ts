import { stat } from 'node:fs/promises'

/** When a file was last written: local time as ISO text without zone; null without the file. */
export const modifiedTime = async (path: string): Promise<string | null> => {
  const found = await stat(path).catch(() => null)
  return found && localIso(found.mtime)
}

const localIso = (date: Date): string =>
  new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
