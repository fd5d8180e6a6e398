import { skipToken, useQuery } from '@tanstack/react-query'
import type { SessionRoles } from '#core/assembly/sessionRoles.ts'
import { useTRPC } from '../../lib/trpc.ts'
import type { FormValues } from '../rowForm/formValues.ts'

/** What stands in the form, with the next free number where sessions are numbered and nobody typed one. */
export const useNextNumber = ({ session, number }: SessionRoles, values: FormValues): FormValues => {
  const trpc = useTRPC()
  const others = session.primaryKey.filter((name) => name !== number?.name)
  const isKnown = number !== undefined && others.every((name) => values[name])
  const row = Object.fromEntries(others.map((name) => [name, values[name] ?? '']))
  const next = useQuery(trpc.session.nextNumber.queryOptions(isKnown ? { row } : skipToken, { staleTime: 0 }))
  if (!number || !isKnown || number.name in values || typeof next.data !== 'number') return values
  return { ...values, [number.name]: String(next.data) }
}
