import { Code, Text } from '@mantine/core'
import type { SessionPage } from '#app/views.ts'
import { TextLink } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { formatDatetime } from '../../lib/format.ts'
import classes from './sessions.module.css'

/** Who, when, where, and the note. */
export const SessionFacts = ({ view }: { readonly view: SessionPage }) => {
  const { session, subject, directory, experimenters, note } = view
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    ['Subject', <SubjectLink key="subject" subject={subject} />],
    ['Started', formatDatetime(String(session.session_datetime ?? ''))],
    ['Experimenters', experimenters.join(', ') || '—'],
    ['Folder', directory === null ? '—' : <Code key="folder">{directory}</Code>],
    ['Note', note || '—'],
  ]
  return (
    <Panel title="About">
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <Fact key={name} name={name} value={value} />
        ))}
      </dl>
    </Panel>
  )
}

const Fact = ({ name, value }: { readonly name: string; readonly value: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)

const SubjectLink = ({ subject }: { readonly subject: SessionPage['subject'] }) => {
  const name = String(subject.subject ?? '')
  const details = [subject.sex, subject.subject_birth_date && `born ${subject.subject_birth_date}`].filter(Boolean)
  return (
    <>
      <TextLink to="/tables/$table" params={{ table: 'subject.Subject' }} search={{ row: { subject: name } }}>
        {name}
      </TextLink>
      {details.length > 0 && (
        <Text span size="sm" c="dimmed">
          {' '}
          {details.join(', ')}
        </Text>
      )}
    </>
  )
}
