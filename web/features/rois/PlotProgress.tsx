import { useQuery } from '@tanstack/react-query'
import { formatCount } from '../../lib/format.ts'
import type { FrameRequest } from '../../lib/frames.ts'
import { useTRPC } from '../../lib/trpc.ts'

type Props = { readonly what: string; readonly request: FrameRequest }

/** `Statistics of 3,200 of 10,000 ROIs …` while a frame is waited for, asked every second; before the first ROI that the traces are looked for. */
export const PlotProgress = ({ what, request }: Props) => {
  const { plot, table, key, params = {} } = request
  // A key that stands in the page's address has no bytes.
  const input = { plot, table, key: key as Readonly<Record<string, null | number | string>>, params: { ...params } }
  const { data } = useQuery(useTRPC().plot.progress.queryOptions(input, { refetchInterval: 1000, gcTime: 0 }))
  return data
    ? `${what} of ${formatCount(data.done)} of ${formatCount(data.of)} ROIs …`
    : `${what}: looking for the traces …`
}
