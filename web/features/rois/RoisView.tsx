import { Grid } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useSessionMarks } from '../../components/plot/useSessionMarks.ts'
import { recordedIn } from './activitySource.ts'
import { planesOf } from './availableImages.ts'
import { HeatmapPanel } from './HeatmapPanel.tsx'
import { RoiList } from './RoiList.tsx'
import { RoiMapPanel } from './RoiMapPanel.tsx'
import { defaultFilter, firstShown, passesFilter, toggleRoi } from './roiRows.ts'
import type { ChangeSearch } from './roisSearch.ts'
import { ShiftsPanel } from './ShiftsPanel.tsx'
import { TracesPanel } from './TracesPanel.tsx'
import { useRoiRows } from './useRoiRows.ts'

const none: readonly number[] = []

type Props = {
  readonly pipeline: Pipeline
  readonly table: Table
  readonly segmentation: Key
  /** `imaging.rois` without statistics, which take a while */
  readonly frame: Frame
}

/** The map, the list, the traces of the chosen ROIs and all of them over time; what is chosen lives in the address. */
export const RoisView = ({ pipeline, table, segmentation, frame }: Props) => {
  const search = useSearch({ from: '/rois' })
  const navigate = useNavigate({ from: '/rois' })
  const { rows, waitingFor } = useRoiRows({ table, segmentation, search, frame })
  const marks = useSessionMarks({ plot: 'imaging.marks', table: table.name, key: segmentation }, search)
  const change = useCallback<ChangeSearch>(
    (part) => void navigate({ search: (last) => ({ ...last, ...part }), replace: true, resetScroll: false }),
    [navigate],
  )
  const filter = search.cells ?? defaultFilter(rows)
  const shown = useMemo(() => rows.filter((row) => passesFilter(row, filter)), [rows, filter])
  if (rows.length === 0)
    return (
      <EmptyState
        title="This segmentation has no ROIs"
        hint="The program found none. Load another result of the same scan."
      />
    )
  const roi = search.roi ?? firstShown(rows, filter)!
  const also = search.also ?? none
  const choose = (chosen: number) => change({ roi: chosen, plane: undefined })
  const common = { pipeline, table, segmentation, search, onChange: change, marks }
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <RoiMapPanel
          {...common}
          frame={frame}
          rows={rows}
          shown={shown}
          roi={roi}
          also={also}
          onRoi={choose}
          onToggle={(toggled) => change({ also: toggleRoi(also, toggled) })}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <RoiList
          rows={rows}
          shown={shown}
          roi={roi}
          also={also}
          filter={filter}
          waitingFor={waitingFor}
          onRoi={choose}
          onAlso={(rois) => change({ also: rois.length > 0 ? rois : undefined })}
          onFilter={(cells) => change({ cells })}
        />
      </Grid.Col>
      <Grid.Col span={12}>
        <TracesPanel {...common} roi={roi} recorded={recordedIn(frame)} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 7 }}>
        <HeatmapPanel {...common} isCellsOnly={filter === 'cell'} roi={roi} onRoi={choose} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 5 }}>
        <ShiftsPanel
          {...common}
          plane={rows.find((row) => row.roi === roi)?.plane ?? 0}
          planes={planesOf(frame).length}
        />
      </Grid.Col>
    </Grid>
  )
}
