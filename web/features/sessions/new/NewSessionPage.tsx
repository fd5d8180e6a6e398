import { useNavigate, useSearch } from '@tanstack/react-router'
import { Answer } from '../../../components/Answer.tsx'
import { Page } from '../../../components/Page.tsx'
import { RowForm } from '../../../components/rowForm/RowForm.tsx'
import { usePipeline } from '../../../lib/usePipeline.ts'

/** Enter a session of a subject. */
export const NewSessionPage = () => {
  const { subject } = useSearch({ from: '/sessions/new' })
  const navigate = useNavigate()
  const pipeline = usePipeline()
  return (
    <Page title="New session" about="A session is one sitting with one subject." size="reading">
      <Answer query={pipeline}>
        {(found) => (
          <RowForm
            table={found.table('session.Session')}
            pipeline={found}
            initial={subject ? { subject } : {}}
            submitLabel="Add the session"
            onSaved={({ key }) => void navigate({ to: '/session', search: { key } })}
          />
        )}
      </Answer>
    </Page>
  )
}
