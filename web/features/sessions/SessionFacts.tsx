import { Code, Text } from '@mantine/core'
import type { SessionPage } from '#app/views.ts'
import { type SessionRoles, type SubjectRole, subjectKey } from '#core/assembly/sessionRoles.ts'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute, Row, Value } from '#core/pipeline/table.ts'
import { TextLink } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { ValueCell } from '../../fields/ValueCell.tsx'
import { formatDatetime } from '../../lib/format.ts'
import { humanise, keyText, type PlainKey, tableTitle } from '../../lib/labels.ts'
import classes from './sessions.module.css'

type Props = { readonly view: SessionPage; readonly roles: SessionRoles }
type FactOf = readonly [name: string, value: React.ReactNode]

/** Who, when, where, and the note, and whatever else the lab's own table of sessions tells. */
export const SessionFacts = ({ view, roles }: Props) => {
  const { session, subject, directory, experimenters, note } = view
  const facts: FactOf[] = [
    ...subjectFact(roles.subject, session, subject),
    ...ownAttributes(roles).flatMap((attribute) => ownFact(roles, attribute, session[attribute.name] ?? null)),
    ...said(roles.experimenter, 'Experimenters', experimenters.join(', ')),
    ...said(roles.directory, 'Folder', directory && <Code key="folder">{directory}</Code>),
    ...said(roles.note, 'Note', note),
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

/** Nothing of what the lab has no table for. */
const said = (role: object | undefined, name: string, value: React.ReactNode): FactOf[] =>
  role ? [[name, value || '—']] : []

/** What is not told in a line of its own. */
const ownAttributes = ({ session, subject, experimenter, directory, note }: SessionRoles): Attribute[] => {
  const toldBeside = [experimenter, directory, note].filter((role) => role?.table === session)
  const told = new Set([
    ...(subject?.columns.map(({ child }) => child) ?? []),
    ...toldBeside.map((role) => role!.attribute.name),
  ])
  return session.attributes.filter(({ name, type }) => !told.has(name) && attributeType(type).family !== 'blob')
}

/** Always the start; of the rest what there is. */
const ownFact = ({ start }: SessionRoles, attribute: Attribute, value: Value): FactOf[] => {
  if (attribute.name === start?.name) return [['Started', value === null ? '—' : formatDatetime(String(value))]]
  if (value === null || value === '') return []
  return [[humanise(attribute.name), <ValueCell key={attribute.name} attribute={attribute} value={value} />]]
}

const Fact = ({ name, value }: { readonly name: string; readonly value: React.ReactNode }) => (
  <>
    <dt>{name}</dt>
    <dd>{value}</dd>
  </>
)

const subjectFact = (role: SubjectRole | undefined, session: Row, subject: Row): FactOf[] => {
  if (!role) return []
  const key = subjectKey(role, session)
  return [
    [
      tableTitle(role.table.className),
      <SubjectLink key="subject" table={role.table.name} name={key} subject={subject} />,
    ],
  ]
}

type SubjectProps = { readonly table: string; readonly name: Row; readonly subject: Row }

const SubjectLink = ({ table, name, subject }: SubjectProps) => {
  const details = [subject.sex, subject.subject_birth_date && `born ${subject.subject_birth_date}`].filter(Boolean)
  return (
    <>
      <TextLink to="/tables/$table" params={{ table }} search={{ row: name as PlainKey }}>
        {keyText(name)}
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
