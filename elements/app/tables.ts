import type { SchemaDefinition } from '#elements/contract.ts'

/** LabBook's own tables. Nothing refers to rows of other schemas, so that an entry outlives what it is about. */
export const appSchema: SchemaDefinition = {
  name: 'app',
  tables: [
    {
      name: 'Audit',
      tier: 'manual',
      definition: `# Every write that was made through LabBook
        audit_id                  : bigint auto_increment  # running number
        ---
        changed_at                : datetime(3)    # moment of the write, UTC
        changed_by                : varchar(64)    # who wrote
        action                    : enum('insert', 'update', 'delete')  # what was done
        table_name                : varchar(160)   # logical name, e.g. session.Session
        key_hash                  : char(32)       # MD5 of row_key in hexadecimal, to find the history of one row
        row_key                   : varchar(2000)  # primary key as JSON
        before_row = null         : longtext       # row before the write as JSON, empty for an insert
        after_row = null          : longtext       # row after the write as JSON, empty for a delete
        batch = ''                : varchar(36)    # same for all writes of one transaction
        rows_told = 1             : int            # more than 1: before_row and after_row list the values of so many rows
        is_detail = 0             : bool           # told in the histories of its rows only, another entry sums it up
        key_hashes = null         : longtext       # of several rows, key_hash being empty: CRC-32 of each key, 8 digits each
        index (table_name, key_hash)
        index (changed_at)`,
    },
    {
      name: 'Trash',
      tier: 'manual',
      definition: `# A delete that can be taken back
        trash_id                  : bigint auto_increment  # running number
        ---
        deleted_at                : datetime(3)    # moment of the delete, UTC
        deleted_by                : varchar(64)    # who deleted
        table_name                : varchar(160)   # logical name of the table whose row was deleted
        row_key                   : varchar(2000)  # primary key of that row as JSON
        row_count                 : bigint         # rows that went with it, itself included
        byte_count                : bigint         # bytes of these rows, estimated
        batch = ''                : varchar(36)    # batch of the delete in the audit trail
        restored_at = null        : datetime(3)    # moment it was taken back, UTC
        restored_by = ''          : varchar(64)    # who took it back
        index (deleted_at)`,
    },
    {
      name: 'Trash.Step',
      definition: `# The deleted rows of one table
        -> master
        step                      : int            # order in which they come back, parents first
        ---
        table_name                : varchar(160)   # logical name of the table
        kept_in                   : varchar(64)    # hidden table of this schema that holds the rows as they were
        row_count                 : bigint         # how many`,
    },
    {
      name: 'DataRoot',
      tier: 'manual',
      definition: `# Folder below which raw and processed files are read
        path                      : varchar(512)   # absolute path on the server
        ---
        added_at                  : datetime(3)    # moment it was added, UTC
        added_by = ''             : varchar(64)    # who added it`,
    },
    {
      name: 'Worker',
      tier: 'manual',
      definition: `# Process that populates tables
        worker_id                 : varchar(36)    # uuid of the process run
        ---
        host                      : varchar(255)   # machine it runs on
        pid                       : int            # process number on that machine
        connection_id = 0         : bigint         # connection that holds its reservations
        started_at                : datetime(3)    # start of the process, UTC
        heartbeat_at              : datetime(3)    # last sign of life, UTC
        state = 'idle'            : enum('idle', 'busy', 'stopping', 'stopped')  # what it does
        current_table = ''        : varchar(160)   # table it works on
        current_key = ''          : varchar(2000)  # key it works on as JSON
        index (heartbeat_at)`,
    },
    {
      name: 'JobProgress',
      tier: 'manual',
      definition: `# How far a running make has come
        table_name                : varchar(160)   # logical name of the table that is populated
        key_hash                  : char(32)       # MD5 of the key as JSON in hexadecimal
        ---
        job_key                   : varchar(2000)  # key as JSON
        fraction = 0              : double         # 0 at the start, 1 when done
        message = ''              : varchar(1000)  # what is being done
        warnings = null           : text           # warnings so far, as a JSON list
        worker_id = ''            : varchar(36)    # worker that runs it
        updated_at                : datetime(3)    # moment of this report, UTC`,
    },
    {
      name: 'Setting',
      tier: 'manual',
      definition: `# Setting of this LabBook
        name                      : varchar(64)    # name of the setting
        ---
        value                     : text           # value as JSON
        updated_at                : datetime(3)    # moment it was set, UTC
        updated_by = ''           : varchar(64)    # who set it`,
    },
  ],
}
