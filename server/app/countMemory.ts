import type { AppContext } from './context.ts'

type Counted = { readonly version: string; readonly value: number }

/** Counts are numbers; this many of them are nothing, and more than a session of work asks for. */
const kept = 5000
const memories = new WeakMap<AppContext['database'], Map<string, Counted>>()

/**
 * A count that is remembered under `id` for as long as the tables it was counted from keep their `version`. A version of null
 * means that a write may be under way: it is counted anew.
 */
export const rememberCount = async (
  context: AppContext,
  id: string,
  version: string | null,
  count: () => Promise<number>,
): Promise<number> => {
  const memory = memoryOf(context)
  const known = memory.get(id)
  if (known && known.version === version) return known.value
  const value = await count()
  memory.delete(id)
  if (version !== null) memory.set(id, { version, value })
  if (memory.size > kept) memory.delete(memory.keys().next().value ?? id)
  return value
}

const memoryOf = ({ database }: AppContext): Map<string, Counted> => {
  const memory = memories.get(database) ?? new Map<string, Counted>()
  memories.set(database, memory)
  return memory
}
