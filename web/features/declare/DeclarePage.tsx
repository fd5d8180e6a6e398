import { Answer } from '../../components/Answer.tsx'
import { Page } from '../../components/Page.tsx'
import { useDatabasePrefix, usePipeline } from '../../lib/usePipeline.ts'
import { DeclareView } from './DeclareView.tsx'

/** New tables of the laboratory, from their definitions. */
export const DeclarePage = () => {
  const pipeline = usePipeline()
  const prefix = useDatabasePrefix()
  return (
    <Page
      title="Declare tables"
      about="Tables of your own, in DataJoint's definition language. Nothing is made until you say Create."
      size="wide"
    >
      <Answer query={pipeline}>{(known) => <DeclareView pipeline={known} prefix={prefix ?? ''} />}</Answer>
    </Page>
  )
}
