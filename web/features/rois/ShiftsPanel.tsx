import { PlotPanel } from '../../components/plot/PlotPanel.tsx'
import { pythonSnippet } from '../../lib/pythonSnippet.ts'
import { relatedTable } from './relatedTable.ts'
import type { RoiPanelProps } from './roiPanelProps.ts'

type Props = RoiPanelProps & {
  /** Plane of the chosen ROI, and how many there are. */
  readonly plane: number
  readonly planes: number
}

/** How far the frames of the window were shifted to lie on one another. */
export const ShiftsPanel = ({ pipeline, table, segmentation, search, onChange, plane: ownPlane, planes }: Props) => {
  const plane = search.plane ?? ownPlane
  return (
    <PlotPanel
      title={planes > 1 ? `Registration of plane ${plane}` : 'Registration'}
      request={{
        plot: 'imaging.shifts',
        table: table.name,
        key: segmentation,
        params: { plane, t0: search.t0 ?? 0, t1: search.t1 ?? null, widthPx: 800 },
      }}
      height={380}
      onWindow={(window) => onChange(window ?? { t0: undefined, t1: undefined })}
      fileName={`registration-plane-${plane}`}
      python={pythonSnippet(relatedTable(pipeline, table, 'x_shifts'), segmentation, 'x_shifts')}
    />
  )
}
