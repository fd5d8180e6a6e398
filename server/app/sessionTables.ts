/** The tables that stand for a session and what belongs to it, with the attributes that use cases speak of. */
export const sessionTables = {
  subject: 'subject.Subject',
  session: 'session.Session',
  directory: 'session.SessionDirectory',
  experimenter: 'session.SessionExperimenter',
  note: 'session.SessionNote',
  project: 'session.ProjectSession',
} as const

export const sessionAttributes = {
  subject: 'subject',
  startedAt: 'session_datetime',
  directory: 'session_dir',
  experimenter: 'user',
  note: 'session_note',
  project: 'project',
} as const
