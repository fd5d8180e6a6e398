import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { frameQuery } from '../../lib/frames.ts'
import { sourceParams } from './activitySource.ts'
import { firstShown, type RoiRow, roiRows, withActivity } from './roiRows.ts'
import type { RoisSearch } from './roisSearch.ts'

type Asked = {
  readonly table: Table
  readonly segmentation: Key
  readonly search: RoisSearch
  /** `imaging.rois` without statistics, which take a while */
  readonly frame: Frame
}

/** All ROIs at once, with their statistics as soon as these are there (until then `waitingFor` is what was asked); activity only while the map is coloured by it. */
export const useRoiRows = ({ table, segmentation, search, frame }: Asked) => {
  const request = { table: table.name, key: segmentation }
  const { channel, method } = sourceParams(search)
  const ofTraces = { ...request, plot: 'imaging.rois', params: { channel } }
  const statistics = useQuery(frameQuery(ofTraces))
  const isSeeded = search.colour === 'correlation'
  const window = { t0: search.t0 ?? 0, t1: search.t1 ?? null }
  const params = {
    channel,
    method,
    ...window,
    roi: isSeeded ? (search.roi ?? firstShown(roiRows(frame), search.cells) ?? null) : null,
  }
  const activity = useQuery({
    ...frameQuery({ ...request, plot: 'imaging.activity', params }),
    enabled: isSeeded || search.colour === 'activity',
    placeholderData: (last: Frame | undefined) => last,
  })
  const rows = useMemo<readonly RoiRow[]>(() => {
    const known = roiRows(statistics.data ?? frame)
    return activity.data ? withActivity(known, activity.data) : known
  }, [statistics.data, activity.data, frame])
  return { rows, waitingFor: statistics.isPending ? ofTraces : null }
}
