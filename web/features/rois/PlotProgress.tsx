import { useTimeout } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { formatCount } from '../../lib/format.ts'
import type { FrameRequest } from '../../lib/frames.ts'
import { useTRPC } from '../../lib/trpc.ts'

type Props = { readonly what: string; readonly request: FrameRequest }

/** ms that a wait may take without a word. */
const shortWait = 500

/** `Statistics of 3,200 of 10,000 ROIs …` while a frame is waited for, asked every second once it is a long wait; before the first ROI, and after the last, that it is prepared. */
export const PlotProgress = ({ what, request }: Props) => {
  const { plot, table, key, params = {} } = request
  // A key that stands in the page's address has no bytes.
  const input = { plot, table, key: key as Readonly<Record<string, null | number | string>>, params: { ...params } }
  const [isLong, setIsLong] = useState(false)
  useTimeout(() => setIsLong(true), shortWait, { autoInvoke: true })
  const asking = { refetchInterval: 1000, gcTime: 0, enabled: isLong }
  const { data } = useQuery(useTRPC().plot.progress.queryOptions(input, asking))
  if (!isLong) return null
  return data ? `${what} of ${formatCount(data.done)} of ${formatCount(data.of)} ROIs …` : `${what}: preparing …`
}
