import type { Demo } from '#elements/contract.ts'
import { labRows, mouseRows, projectRows } from '#elements/demoLab/index.ts'
import { demoSessions, project } from './demoSessions.ts'

const line = 'GP5.17'
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
    ...labRows,
    { table: 'lab.User', rows: users },
    {
      table: 'lab.Device',
      rows: [{ device: 'rig2-scope', modality: 'two-photon imaging', description: 'Resonant scanner, 16x objective' }],
    },
    ...projectRows({ project, title: 'Plasticity of visual cortex', start: '2025-02-01' }, users),
    ...mouseRows(
      subjects.map((subject) => ({ ...subject, line, user: 'wanjiru' })),
      [{ line, line_description: 'GCaMP6f in cortical neurons', is_active: 1 }],
    ),
  ],
  sessions: demoSessions,
}
