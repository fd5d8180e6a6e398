import { SegmentedControl, Stack, Text } from '@mantine/core'
import type { IngestProposal } from '#app/views.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { fieldTypeOf } from '../../fields/index.ts'
import { attributeOf, keyId, keyText, type PlainKey } from '../../lib/labels.ts'
import { TextLink } from '../links.tsx'
import { doubtsOf, type IngestDraft } from './ingestDraft.ts'
import { ProblemList } from './ProblemList.tsx'
import { RowSelect } from './RowSelect.tsx'
import { SubjectSelect } from './SubjectSelect.tsx'

type Props = {
  readonly proposal: IngestProposal
  readonly pipeline: Pipeline
  readonly draft: IngestDraft
  readonly errors: Partial<Record<keyof IngestDraft, string | undefined>>
  readonly change: (part: Partial<IngestDraft>) => void
  /** The session is settled: it has this folder, or the page is about it. */
  readonly isFixed: boolean
}

/** Which session the folder belongs to. */
export const IngestTarget = (props: Props) => {
  const { draft, change, isFixed } = props
  if (isFixed && draft.session) return <FixedSession {...props} session={draft.session} />
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label="Session"
        style={{ alignSelf: 'flex-start' }}
        value={draft.target}
        onChange={(target) => change({ target: target as IngestDraft['target'] })}
        data={[
          { value: 'new', label: 'A new session' },
          { value: 'existing', label: 'One that is there' },
        ]}
      />
      {draft.target === 'new' ? <NewSession {...props} /> : <ExistingSession {...props} />}
    </Stack>
  )
}

const FixedSession = ({ proposal, session }: Props & { readonly session: PlainKey }) => (
  <Stack gap={4}>
    <TextLink to="/session" search={{ key: session }} fw={550}>
      {keyText(session)}
    </TextLink>
    <ProblemList problems={doubtsOf(proposal, session).map((message) => ({ level: 'warning' as const, message }))} />
    {isOwnFolder(proposal, session) && (
      <Text size="sm" c="dimmed">
        This folder is registered. Registering it again adds what is new in it and changes nothing else.
      </Text>
    )}
  </Stack>
)

const isOwnFolder = ({ session: { exists, key } }: IngestProposal, session: PlainKey): boolean =>
  exists && key !== null && keyId(key) === keyId(session)

const NewSession = ({ pipeline, draft, errors, change }: Props) => {
  const startedAt = attributeOf(pipeline.table('session.Session'), 'session_datetime')
  const StartField = startedAt && fieldTypeOf(startedAt).Field
  return (
    <>
      <SubjectSelect subject={draft.subject} onChange={(subject) => change({ subject })} error={errors.subject} />
      {StartField && (
        <StartField
          attribute={startedAt}
          value={draft.startedAt}
          onChange={(text) => change({ startedAt: text })}
          error={errors.startedAt}
          required
        />
      )}
    </>
  )
}

const ExistingSession = ({ draft, errors, change }: Props) => (
  <RowSelect
    table="session.Session"
    label="Session"
    placeholder="Search by subject or date"
    required
    value={draft.session}
    onChange={(session) => change({ session })}
    error={errors.session}
  />
)
