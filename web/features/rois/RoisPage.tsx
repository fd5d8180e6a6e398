import { IconCircleDotted } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { Answer } from '../../components/Answer.tsx'
import { ChooseResult, ResultPage } from '../../components/ResultPage.tsx'
import { frameQuery } from '../../lib/frames.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { RoisView } from './RoisView.tsx'

/** The ROIs of one segmentation. */
export const RoisPage = () => {
  const { table, key } = useSearch({ from: '/rois' })
  const pipeline = usePipeline()
  if (!table || !key) return <ChooseResult title="ROIs" noun="segmentation" icon={IconCircleDotted} />
  return (
    <Answer query={pipeline}>
      {(found) => <Segmentation pipeline={found} table={found.table(table)} segmentation={key} />}
    </Answer>
  )
}

type Props = { readonly pipeline: Pipeline; readonly table: Table; readonly segmentation: Key }

const Segmentation = ({ pipeline, table, segmentation }: Props) => {
  const request = { plot: 'imaging.rois', table: table.name, key: segmentation, params: { statistics: false } }
  const rois = useQuery(frameQuery(request))
  return (
    <ResultPage title="ROIs" resultKey={segmentation}>
      <Answer query={rois}>
        {(frame) => <RoisView pipeline={pipeline} table={table} segmentation={segmentation} frame={frame} />}
      </Answer>
    </ResultPage>
  )
}
