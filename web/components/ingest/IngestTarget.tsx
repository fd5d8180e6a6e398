import { SegmentedControl, Stack, Text } from '@mantine/core'
import type { IngestProposal } from '#app/views.ts'
import { type SessionRoles, subjectKey } from '#core/assembly/sessionRoles.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { keyId, keyText, type PlainKey } from '../../lib/labels.ts'
import { typedKey } from '../../lib/typedKey.ts'
import { TextLink } from '../links.tsx'
import { FormEntries } from '../rowForm/FormEntries.tsx'
import { doubtsOf, type IngestDraft, type Missing } from './ingestDraft.ts'
import { ProblemList } from './ProblemList.tsx'
import { RowSelect } from './RowSelect.tsx'
import { SubjectSelect } from './SubjectSelect.tsx'
import { chosenValues, neededEntries, subjectTexts } from './sessionEntries.ts'

type Props = {
  readonly proposal: IngestProposal
  readonly pipeline: Pipeline
  readonly roles: SessionRoles
  readonly draft: IngestDraft
  readonly errors: Missing
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

const FixedSession = ({ proposal, roles, session }: Props & { readonly session: PlainKey }) => (
  <Stack gap={4}>
    <TextLink to="/session" search={{ key: session }} fw={550}>
      {keyText(session)}
    </TextLink>
    <ProblemList
      problems={doubtsOf(proposal, session, roles).map((message) => ({ level: 'warning' as const, message }))}
    />
    {proposal.session.registered && isProposed(proposal, session) && (
      <Text size="sm" c="dimmed">
        This folder is registered. Registering it again adds what is new in it and changes nothing else.
      </Text>
    )}
  </Stack>
)

const isProposed = ({ session: { key } }: IngestProposal, session: PlainKey | null): boolean =>
  key !== null && session !== null && keyId(key) === keyId(session)

/** The inputs that the lab's own table of sessions needs. */
const NewSession = ({ pipeline, roles, draft, errors, change }: Props) => {
  const { session: table, subject } = roles
  const setValues = (values: IngestDraft['values']) => change({ values: { ...draft.values, ...values } })
  return (
    <>
      {subject?.direct && (
        <SubjectSelect
          {...{ pipeline, table: subject.table }}
          subject={typedKey(subject.table, subjectKey(subject, draft.values))}
          onChange={(key) => setValues(subjectTexts(subject, key))}
          error={subject.columns.map(({ child }) => errors.values[child]).find(Boolean)}
        />
      )}
      <FormEntries
        {...{ table, pipeline, values: draft.values, errors: errors.values, fixed: none }}
        entries={neededEntries(roles, pipeline)}
        setValue={(name, text) => setValues({ [name]: text })}
        setParent={(foreignKey, chosen) => setValues(chosenValues(roles, draft.values, foreignKey, chosen))}
      />
    </>
  )
}

const none: ReadonlySet<string> = new Set()

const ExistingSession = ({ proposal, roles, draft, errors, change }: Props) => (
  <>
    <RowSelect
      table={roles.session.name}
      label="Session"
      placeholder="Search by subject or date"
      required
      value={draft.session}
      onChange={(session) => change({ session })}
      error={errors.session}
    />
    {proposal.session.exists && isProposed(proposal, draft.session) && (
      <Text size="sm" c="dimmed">
        It began when these files did, and has no folder yet.
      </Text>
    )}
  </>
)
