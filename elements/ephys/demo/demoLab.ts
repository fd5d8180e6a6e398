import type { InsertRow } from '#elements/contract.ts'
import { lab, labRows, mouseRows, projectRows } from '#elements/demoLab/index.ts'

export type DemoSession = {
  readonly subject: string
  /** ISO without zone. */
  readonly session_datetime: string
  /** POSIX, below the folder that `writeDemo` fills. */
  readonly directory: string
  readonly experimenter: string
  readonly project: string
  readonly note: string
}

export type DemoLab = {
  /** Rows in the order of insertion, parents first. */
  readonly inserts: readonly { readonly table: string; readonly rows: readonly InsertRow[] }[]
  readonly sessions: readonly DemoSession[]
}

const project = 'tactile-choice'

const session = (subject: string, startedAt: string, experimenter: string, note: string): DemoSession => ({
  subject,
  session_datetime: startedAt,
  directory: `${subject}/${startedAt.slice(0, 10)}`,
  experimenter,
  project,
  note,
})

const users = [
  { user: 'ines', user_fullname: 'Inês Moreira', user_email: 'ines@northlight.example' },
  { user: 'tomas', user_fullname: 'Tomas Ek', user_email: 'tomas@northlight.example' },
  { user: 'wanjiru', user_fullname: 'Wanjiru Kamau', user_email: 'wanjiru@northlight.example' },
]

const subjects = [
  { subject: 'NL021', nickname: 'Pebble', sex: 'F', birth: '2024-11-18', line: 'wild type', user: 'tomas' },
  { subject: 'NL024', nickname: 'Fig', sex: 'M', birth: '2024-12-02', line: 'PV-Cre', user: 'wanjiru' },
  { subject: 'NL025', nickname: 'Sorrel', sex: 'F', birth: '2024-12-02', line: 'PV-Cre', user: 'tomas' },
]

/** A small laboratory as a person would have entered it; the recordings come from the files. */
export const demoLab: DemoLab = {
  inserts: [
    ...labRows,
    { table: 'lab.UserRole', rows: ['PI', 'postdoc', 'PhD student'].map((user_role) => ({ user_role })) },
    { table: 'lab.User', rows: users },
    {
      table: 'lab.LabMembership',
      rows: [
        { lab, user: 'ines', user_role: 'PI' },
        { lab, user: 'tomas', user_role: 'postdoc' },
        { lab, user: 'wanjiru', user_role: 'PhD student' },
      ],
    },
    ...projectRows({ project, title: 'Tactile decisions in somatosensory cortex', start: '2024-10-01' }, users),
    ...mouseRows(subjects, [
      { line: 'wild type', line_description: 'C57BL/6J', is_active: 1 },
      { line: 'PV-Cre', line_description: 'Cre recombinase in parvalbumin cells', is_active: 1 },
    ]),
  ],
  sessions: [
    session('NL021', '2025-03-04T10:15:00', 'tomas', 'First recording, left barrel cortex. Sorted and curated.'),
    session('NL021', '2025-03-11T10:32:00', 'tomas', 'Same craniotomy, raw data on the tape archive.'),
    session('NL024', '2025-04-02T14:05:00', 'wanjiru', 'Two probes: four-shank in cortex, 1.0 in thalamus.'),
    session('NL024', '2025-04-09T13:48:00', 'wanjiru', 'Short day, not sorted yet.'),
    session('NL025', '2025-05-06T09:20:00', 'tomas', 'Copy of the sorting broke off: ask for it again.'),
    session('NL025', '2025-05-13T09:41:00', 'tomas', 'Brain settled during the first minutes, see the drift map.'),
  ],
}
