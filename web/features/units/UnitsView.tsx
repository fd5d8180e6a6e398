import { Grid } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { metaNumber } from '../../components/plot/arrays.ts'
import { RasterPanel } from './RasterPanel.tsx'
import { UnitList } from './UnitList.tsx'
import { UnitPlots } from './UnitPlots.tsx'
import { unitAttributeOf, unitRows } from './unitRows.ts'
import type { UnitsSearch } from './unitsSearch.ts'

type Props = { readonly table: Table; readonly sorting: Key; readonly frame: Frame }

/** The list, the raster of all units, and the plots of the chosen one; what is chosen lives in the address. */
export const UnitsView = ({ table, sorting, frame }: Props) => {
  const search = useSearch({ from: '/units' })
  const navigate = useNavigate({ from: '/units' })
  const rows = useMemo(() => unitRows(frame), [frame])
  const change = useCallback(
    (part: Partial<UnitsSearch>) => void navigate({ search: (last) => ({ ...last, ...part }), replace: true }),
    [navigate],
  )
  if (rows.length === 0)
    return (
      <EmptyState
        title="This sorting has no units"
        hint="The sorter found no cluster with spikes. Load another sorting of the same recording."
      />
    )
  const unit = search.unit ?? rows[0]!.unit
  const unitKey = { ...sorting, [unitAttributeOf(frame)]: unit }
  return (
    <Grid gap="md">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <UnitList
          rows={rows}
          unit={unit}
          labels={search.labels}
          onUnit={(chosen) => change({ unit: chosen })}
          onLabels={(labels) => change({ labels })}
        />
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <RasterPanel
          table={table}
          sorting={sorting}
          unit={unit}
          duration={metaNumber(frame, 'duration')}
          search={search}
          onChange={change}
        />
      </Grid.Col>
      <UnitPlots
        table={table}
        unitKey={unitKey}
        unit={unit}
        acgMs={search.acg ?? 50}
        onAcg={(acg) => change({ acg })}
      />
    </Grid>
  )
}
