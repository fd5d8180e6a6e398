import { IconCircleDotted } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Key, Table } from '#core/pipeline/table.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { LinkButton, TextLink } from '../../components/links.tsx'
import { Page } from '../../components/Page.tsx'
import { frameQuery } from '../../lib/frames.ts'
import { keyText } from '../../lib/labels.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { RoisView } from './RoisView.tsx'

/** The ROIs of one segmentation. */
export const RoisPage = () => {
  const { table, key } = useSearch({ from: '/rois' })
  const pipeline = usePipeline()
  if (!table || !key) return <ChooseSegmentation />
  return (
    <Answer query={pipeline}>
      {(found) => <Segmentation pipeline={found} table={found.table(table)} segmentation={key} />}
    </Answer>
  )
}

const ChooseSegmentation = () => (
  <Page title="ROIs">
    <EmptyState
      icon={IconCircleDotted}
      title="No segmentation is chosen"
      hint="Open a session that has been populated, and choose one of its segmentations."
    >
      <LinkButton to="/sessions">Show the sessions</LinkButton>
    </EmptyState>
  </Page>
)

type Props = { readonly pipeline: Pipeline; readonly table: Table; readonly segmentation: Key }

const Segmentation = ({ pipeline, table, segmentation }: Props) => {
  const request = { plot: 'imaging.rois', table: table.name, key: segmentation, params: { statistics: false } }
  const rois = useQuery(frameQuery(request))
  const { subject, session_datetime: startedAt } = segmentation
  const session = { subject: String(subject ?? ''), session_datetime: String(startedAt ?? '') }
  return (
    <Page
      title="ROIs"
      size="wide"
      above={
        subject && startedAt ? (
          <TextLink to="/session" search={{ key: session }} size="sm">
            Session {keyText(session)}
          </TextLink>
        ) : undefined
      }
      about={keyText(segmentation)}
    >
      <Answer query={rois}>
        {(frame) => <RoisView pipeline={pipeline} table={table} segmentation={segmentation} frame={frame} />}
      </Answer>
    </Page>
  )
}
