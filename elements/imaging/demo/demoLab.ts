import type { Demo } from '#elements/contract.ts'
import { demoSessions, project } from './demoSessions.ts'

const lab = 'northlight'
const users = [
  { user: 'ines', user_fullname: 'Inês Moreira', user_email: 'ines@northlight.example' },
  { user: 'wanjiru', user_fullname: 'Wanjiru Kamau', user_email: 'wanjiru@northlight.example' },
]

const subjects = [
  { subject: 'NL031', nickname: 'Quince', sex: 'F', birth: '2025-01-20' },
  { subject: 'NL032', nickname: 'Teasel', sex: 'M', birth: '2025-01-20' },
  { subject: 'NL033', nickname: 'Sorrel', sex: 'F', birth: '2025-02-11' },
]

/** Animals and sessions of the two-photon rig of the same laboratory as the probes'; the scans come from the files. */
export const demoLab: Pick<Demo, 'inserts' | 'sessions'> = {
  inserts: [
    {
      table: 'lab.Lab',
      rows: [{ lab, lab_name: 'Northlight Lab', address: 'Institute of Physiology', time_zone: 'Europe/Lisbon' }],
    },
    { table: 'lab.User', rows: users },
    {
      table: 'lab.Device',
      rows: [{ device: 'rig2-scope', modality: 'two-photon imaging', description: 'Resonant scanner, 16x objective' }],
    },
    {
      table: 'project.Project',
      rows: [
        {
          project,
          project_title: 'Plasticity of visual cortex',
          project_start_date: '2025-02-01',
          project_comment: 'Simulated recordings, to try LabBook with',
        },
      ],
    },
    { table: 'project.ProjectPersonnel', rows: users.map(({ user }) => ({ project, user })) },
    { table: 'subject.Species', rows: [{ species: 'Mus musculus' }] },
    {
      table: 'subject.Line',
      rows: [{ line: 'GP5.17', line_description: 'GCaMP6f in cortical neurons', is_active: 1 }],
    },
    {
      table: 'subject.Subject',
      rows: subjects.map(({ subject, nickname, sex, birth }) => ({
        subject,
        subject_nickname: nickname,
        sex,
        subject_birth_date: birth,
      })),
    },
    { table: 'subject.Subject.Species', rows: subjects.map(({ subject }) => ({ subject, species: 'Mus musculus' })) },
    { table: 'subject.Subject.Line', rows: subjects.map(({ subject }) => ({ subject, line: 'GP5.17' })) },
    { table: 'subject.Subject.User', rows: subjects.map(({ subject }) => ({ subject, user: 'wanjiru' })) },
    { table: 'subject.Subject.Lab', rows: subjects.map(({ subject }) => ({ subject, lab })) },
  ],
  sessions: demoSessions,
}
