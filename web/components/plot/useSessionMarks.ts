import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { type FrameRequest, frameQuery } from '../../lib/frames.ts'
import type { MarksSearch } from '../../lib/searchParams.ts'
import { type MarkRow, markNames, markRowsOf, storedOffset } from './marks.ts'

export type SessionMarks = {
  /** `….marks`; undefined while it is on its way, or where nothing happened. */
  readonly frame: Frame | undefined
  readonly shown: readonly string[]
  /** s */
  readonly offset: number
  readonly rows: readonly MarkRow[]
}

/** Trials and events of the session of a result, as the address says that they are shown. */
export const useSessionMarks = (request: FrameRequest, { marks, offset }: MarksSearch): SessionMarks => {
  const { data } = useQuery(frameQuery(request))
  return useMemo(() => {
    const frame = data && markNames(data).length > 0 ? data : undefined
    const shown = marks ?? (frame ? markNames(frame) : [])
    const moved = offset ?? (frame ? storedOffset(frame) : 0)
    return { frame, shown, offset: moved, rows: frame ? markRowsOf(frame, shown, moved) : [] }
  }, [data, marks, offset])
}
