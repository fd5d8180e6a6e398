import { useSyncExternalStore } from 'react'

/** The person at this browser, remembered until someone else is chosen. */
export type RememberedPerson = { readonly user: string; readonly fullName: string }

const storageKey = 'labbook.person'
const listeners = new Set<() => void>()
let current: RememberedPerson | null | undefined

/** The remembered person, or null before anybody said who they are. */
export const rememberedPerson = (): RememberedPerson | null => {
  if (current === undefined) current = parsePerson(localStorage.getItem(storageKey))
  return current
}

/** Remembers `person` in this browser; null forgets. */
export const rememberPerson = (person: RememberedPerson | null): void => {
  current = person
  if (person) localStorage.setItem(storageKey, JSON.stringify(person))
  else localStorage.removeItem(storageKey)
  for (const listener of listeners) listener()
}

/** The remembered person; the component draws again when it changes, in another tab too. */
export const usePerson = (): RememberedPerson | null => useSyncExternalStore(subscribe, rememberedPerson)

/** Who asks, for the audit trail. Percent-encoded: a header carries no more than Latin-1. */
export const personHeaders = (): Record<string, string> => {
  const person = rememberedPerson()
  return person ? { 'x-labbook-person': encodeURIComponent(person.user) } : {}
}

const subscribe = (listener: () => void): (() => void) => {
  const onStorage = (event: StorageEvent) => {
    if (event.key !== storageKey) return
    current = undefined
    listener()
  }
  listeners.add(listener)
  window.addEventListener('storage', onStorage)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', onStorage)
  }
}

const parsePerson = (text: string | null): RememberedPerson | null => {
  try {
    const value = JSON.parse(text ?? 'null') as Partial<RememberedPerson> | null
    return value && typeof value.user === 'string' ? { user: value.user, fullName: value.fullName ?? value.user } : null
  } catch {
    return null
  }
}
