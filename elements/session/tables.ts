import type { SchemaDefinition } from '#elements/contract.ts'

/** Experimental sessions, keyed by subject and start. Element Session, module session_with_datetime. */
export const sessionSchema: SchemaDefinition = {
  name: 'session',
  tables: [
    {
      name: 'Session',
      tier: 'manual',
      definition: `# Experimental session of one subject
        -> subject.Subject
        session_datetime          : datetime       # start of the session, local time of the laboratory
        ---
        session_id = null         : int            # number of the session, where the laboratory counts them`,
    },
    {
      name: 'Session.Attribute',
      definition: `# Further facts about a session
        -> master
        attribute_name            : varchar(32)    # what the fact is about
        ---
        attribute_value = ''      : varchar(2000)  # the fact as text
        attribute_blob = null     : <blob>         # the fact as an array or structure`,
    },
    {
      name: 'SessionDirectory',
      tier: 'manual',
      definition: `# Folder with the files of a session
        -> Session
        ---
        session_dir               : varchar(256)   # path below a data root, with forward slashes`,
    },
    {
      name: 'SessionExperimenter',
      tier: 'manual',
      definition: `# People who ran a session
        -> Session
        -> lab.User`,
    },
    {
      name: 'SessionNote',
      tier: 'manual',
      definition: `# Note about a session
        -> Session
        ---
        session_note              : varchar(1024)  # free text`,
    },
    {
      name: 'ProjectSession',
      tier: 'manual',
      definition: `# Sessions of a project
        -> project.Project
        -> Session`,
    },
  ],
}

/** The same with sessions keyed by subject and number. Element Session, module session_with_id. */
export const sessionSchemaById: SchemaDefinition = {
  ...sessionSchema,
  tables: sessionSchema.tables.map((table) =>
    table.name === 'Session'
      ? {
          ...table,
          definition: `# Experimental session of one subject
        -> subject.Subject
        session_id                : int            # number of the session of this subject
        ---
        session_datetime = null   : datetime       # start of the session, local time of the laboratory`,
        }
      : table,
  ),
}
