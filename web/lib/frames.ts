import { decodeFrame } from '#core/frame/decodeFrame.ts'
import type { Frame, Json } from '#core/frame/frame.ts'
import type { Key } from '#core/pipeline/table.ts'
import { personHeaders } from './person.ts'

export type FrameRequest = {
  readonly plot: string
  readonly table: string
  readonly key: Key
  readonly params?: Readonly<Record<string, Json>>
}

/** Numbers for a plot as typed arrays. The browser keeps the ETag. @throws the server's error as readError understands it */
export const fetchFrame = async (request: FrameRequest, signal?: AbortSignal): Promise<Frame> => {
  const response = await fetch(frameAddress(request), { headers: personHeaders(), ...(signal ? { signal } : {}) })
  if (!response.ok) throw await frameError(response)
  return decodeFrame(new Uint8Array(await response.arrayBuffer()))
}

/** Query options for React Query: `useQuery(frameQuery({ plot, table, key, params }))`. Asked again soon: an unchanged frame costs a 304. */
export const frameQuery = (request: FrameRequest) => ({
  queryKey: ['frame', request] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchFrame(request, signal),
  staleTime: 5_000,
})

export const frameAddress = ({ plot, table, key, params = {} }: FrameRequest): string => {
  const search = new URLSearchParams({ table, key: JSON.stringify(key), params: JSON.stringify(params) })
  return `/api/frame/${encodeURIComponent(plot)}?${search}`
}

/** A refused frame answers with the same JSON as a refused procedure. */
const frameError = async (response: Response): Promise<Error> => {
  const body: unknown = await response.json().catch(() => null)
  const error = new Error(`The frame could not be loaded (${response.status}).`)
  return Object.assign(error, typeof body === 'object' ? body : {})
}
