import type { Demo } from '#elements/contract.ts'

type Inserts = Demo['inserts']
type Person = { readonly user: string }
type Project = { readonly project: string; readonly title: string; readonly start: string }
type Animal = {
  readonly subject: string
  readonly nickname: string
  readonly sex: string
  readonly birth: string
  readonly line: string
  readonly user: string
}

/** The laboratory to which the demos of all elements belong. */
export const lab = 'northlight'

export const labRows: Inserts = [
  {
    table: 'lab.Lab',
    rows: [{ lab, lab_name: 'Northlight Lab', address: 'Institute of Physiology', time_zone: 'Europe/Lisbon' }],
  },
]

/** A project and who works in it. */
export const projectRows = ({ project, title, start }: Project, people: readonly Person[]): Inserts => [
  {
    table: 'project.Project',
    rows: [
      {
        project,
        project_title: title,
        project_start_date: start,
        project_comment: 'Simulated recordings, to try LabBook with',
      },
    ],
  },
  { table: 'project.ProjectPersonnel', rows: people.map(({ user }) => ({ project, user })) },
]

/** Mice of the laboratory, with their lines (rows of subject.Line), and who looks after them. */
export const mouseRows = (animals: readonly Animal[], lines: Inserts[number]['rows']): Inserts => [
  { table: 'subject.Species', rows: [{ species: 'Mus musculus' }] },
  { table: 'subject.Line', rows: lines },
  {
    table: 'subject.Subject',
    rows: animals.map(({ subject, nickname, sex, birth }) => ({
      subject,
      subject_nickname: nickname,
      sex,
      subject_birth_date: birth,
    })),
  },
  { table: 'subject.Subject.Species', rows: animals.map(({ subject }) => ({ subject, species: 'Mus musculus' })) },
  { table: 'subject.Subject.Line', rows: animals.map(({ subject, line }) => ({ subject, line })) },
  { table: 'subject.Subject.User', rows: animals.map(({ subject, user }) => ({ subject, user })) },
  { table: 'subject.Subject.Lab', rows: animals.map(({ subject }) => ({ subject, lab })) },
]
