import type { ReactNode } from 'react'
import { ErrorState } from './ErrorState.tsx'
import { Loading } from './Loading.tsx'

type Query<Data> = {
  readonly data: Data | undefined
  readonly error: unknown
  readonly refetch: () => unknown
}
type Props<Data> = {
  readonly query: Query<Data>
  readonly loading?: ReactNode
  readonly children: (data: Data) => ReactNode
}

/** The three states of a query: on its way, failed (with retry), there. An answer that is already shown survives a failed refresh. */
export const Answer = <Data,>({ query, loading, children }: Props<Data>) => {
  if (query.data !== undefined) return children(query.data)
  if (query.error) return <ErrorState error={query.error} retry={query.refetch} />
  return loading ?? <Loading />
}
