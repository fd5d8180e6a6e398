/**
 * The one catalogue of errors. A message says what, where, which value; the hint says what to do.
 * `{name}` in a template is filled from `data`. Only codes listed here reach a user; everything else is an internal error.
 */
type ErrorSpec = { readonly status: number; readonly message: string; readonly hint: string }

const spec = (status: number, message: string, hint: string): ErrorSpec => ({ status, message, hint })

export const errorCatalogue = {
  // definitions
  DEFINITION_SYNTAX: spec(400, '{where}: {problem}', 'Correct the line and declare again.'),
  DEFINITION_DIFFERS: spec(
    409,
    '{table} is there already, and {file} says something else: {problem}.',
    'A table is not altered here: correct the definition, give the new table another name, or alter it with labbook migrate FILE.',
  ),
  MIGRATION_REFUSED: spec(409, '{table}: {problem}.', '{cure}'),
  UNKNOWN_TABLE: spec(404, 'There is no table {table}.', '{candidates}'),
  UNKNOWN_ATTRIBUTE: spec(400, '{table} has no attribute "{attribute}".', 'Its attributes are {attributes}.'),
  TABLE_LEFT_OUT: spec(422, '{table} is not shown: {problem}.', 'Ask who made it, or whoever grants rights on it.'),
  UNKNOWN_TYPE: spec(400, '{where}: "{type}" is not an attribute type.', 'See the list of types in CONTRIBUTING.md.'),
  // rows
  INVALID_VALUE: spec(400, 'Attribute "{attribute}" of {table}: {problem}', 'Correct the value and try again.'),
  INVALID_ROW: spec(
    400,
    'The row for {table} has {count} problem(s): {problems}',
    'Correct the marked fields and try again.',
  ),
  DUPLICATE_ENTRY: spec(409, '{table} already has a row with {key}.', 'Change the key, or edit the existing row.'),
  MISSING_PARENT: spec(
    409,
    '{table} needs a row of {parent} with {key}, and there is none.',
    'Insert it into {parent} first.',
  ),
  STILL_REFERENCED: spec(
    409,
    '{table} with {key} is still used by {child}.',
    'Delete the rows below it first, or use delete with preview.',
  ),
  MISSING_VALUE: spec(400, 'Attribute "{attribute}" of {table} needs a value.', 'Fill it in.'),
  NO_SUCH_ROW: spec(404, '{table} has no row with {key}.', 'It may have been deleted; reload the page.'),
  NOT_WRITABLE: spec(
    403,
    '{table} is {tier}: its rows are made by populate, not by hand.',
    'Queue it on the pipeline page instead.',
  ),
  ROW_CHANGED: spec(
    409,
    '{table} with {key} was changed by somebody else ({attributes}) since you opened it.',
    'Reload the row, then make your change again.',
  ),
  KEY_CHANGE: spec(
    409,
    'The primary key of {table} cannot be changed (attribute "{attribute}").',
    'Delete the row and insert it again with the new key.',
  ),
  PART_INTEGRITY: spec(
    409,
    '{table} is a part of {master}: its rows are written together with their master row.',
    'Open the row of {master} and edit its part rows there.',
  ),
  CASCADE_CHANGED: spec(
    409,
    'The rows below {table} changed since the preview.',
    'Look at the new preview and confirm again.',
  ),
  TRASH_TOO_LARGE: spec(
    409,
    'The rows below {table} are too large for the trash (about {bytes} bytes, at most {limit}).',
    'Delete them step by step, or for good.',
  ),
  RESTORE_CONFLICT: spec(
    409,
    'The rows cannot come back: {problems}',
    'Delete what took their place, or bring back first what they need, and try again.',
  ),
  RESTORE_FAILED: spec(
    500,
    'Of {rows} rows of {table} in the trash only {found} were found (delete {id}), so nothing was brought back.',
    'Take them from a backup.',
  ),
  // queries
  QUERY_SYNTAX: spec(400, 'At column {column} of "{text}": {problem}', 'Correct the expression and try again.'),
  COLLATIONS_DIFFER: spec(
    400,
    'Text of different collations ({collations}) cannot be compared: the tables were made with other defaults of the server.',
    'Give the columns one collation in the database (ALTER TABLE … CONVERT TO), or do not compare them.',
  ),
  INCOMPATIBLE_ATTRIBUTES: spec(
    400,
    '{left} and {right} both have "{attribute}", of different origins ({leftOrigin} and {rightOrigin}).',
    "Rename one of them, as in .proj(another_name='{attribute}').",
  ),
  // blobs, files
  BLOB_INVALID: spec(
    422,
    'This blob cannot be decoded: {problem} (at byte {offset}).',
    'The writer may be newer or the bytes damaged.',
  ),
  BLOB_UNPACKABLE: spec(400, 'This value cannot be packed as a blob: {problem}.', 'Change the value.'),
  UPLOAD_TOO_LARGE: spec(
    413,
    '"{name}" is larger than the {limit} bytes that may be sent for {attribute} of {table}.',
    'Raise LABBOOK_UPLOAD_LIMIT, or insert it from Python.',
  ),
  UPLOAD_GONE: spec(404, 'The file that was chosen for {attribute} is no longer on the server.', 'Choose it again.'),
  UPLOAD_FAILED: spec(
    503,
    '"{name}" could not be kept in {folder}: {problem}',
    'See that there is room, and that LabBook may write there.',
  ),
  // external stores
  STORE_UNKNOWN: spec(
    424,
    'The values of {attribute} lie in the external store "{store}", which is not configured here.',
    'Describe it in labbook.config.ts (stores), in DJ_STORES, or name your DataJoint configuration in LABBOOK_DATAJOINT_CONFIG.',
  ),
  STORE_UNREACHABLE: spec(
    503,
    'The external store "{store}" at {place} does not answer: {problem}',
    'Check that it is mounted or running, and that its configuration and rights are right.',
  ),
  STORE_PATH: spec(
    403,
    '"{path}" is not a path that may be used in the external store "{store}".',
    'A path is relative to the location of its store, stays below it, and outside of what DataJoint manages there.',
  ),
  STORED_MISSING: spec(
    404,
    'There is no {path} in the external store "{store}" ({place}).',
    'It was moved or deleted: put it back, or correct the row.',
  ),
  STORED_DAMAGED: spec(
    422,
    '{path} in the external store "{store}" is not what was stored: {problem}.',
    'It was changed or damaged: restore it from a backup of the store.',
  ),
  STORED_TOO_LARGE: spec(
    413,
    '{path} in the external store "{store}" has {bytes} bytes, more than the {limit} that are read at once.',
    'Read it where it lies: {place}.',
  ),
  STORED_INVALID: spec(422, 'This is no reference to an external store: {problem}.', 'Correct the row from Python.'),
  FRAME_INVALID: spec(422, 'These bytes are not a frame of numbers: {problem}.', 'Reload the page.'),
  FILE_INVALID: spec(422, '{file}: {field}: {problem}', 'Check the file, or leave it out of the ingest.'),
  INPUT_INVALID: spec(422, '{file}: {field}: {problem}', 'Correct the file and try again.'),
  FILE_MISSING: spec(
    404,
    'There is no {file} below the data roots {roots}.',
    'Add its folder to the data roots on the Settings page.',
  ),
  OUTSIDE_ROOTS: spec(
    403,
    '{path} is not below a data root.',
    'Add its folder to the data roots on the Settings page, or to LABBOOK_DATA_ROOTS.',
  ),
  NOTHING_FOUND: spec(
    404,
    '{path} holds no recording or sorting that LabBook knows.',
    'Choose the session folder that holds the .ap.meta or params.py.',
  ),
  // populate
  MAKE_UNDECLARED: spec(
    500,
    'make of {table} {verb} {other}, which it does not declare.',
    'Add it to "{list}" in defineMake.',
  ),
  FETCH_CHANGED: spec(
    409,
    'The make_fetch data of {table} has changed while {key} was computed, so the result was not stored.',
    'Retry the job: it starts from the rows as they are now.',
  ),
  MAKE_WITHOUT_ROW: spec(
    500,
    'make of {table} ended without a row for {key}.',
    'Its insert must insert the row of the key, even when there is nothing else to store.',
  ),
  INGEST_CONFLICT: spec(409, '{problem}', '{cure}'),
  INGEST_CANCELLED: spec(
    409,
    'The ingest was cancelled: nothing of it was written.',
    'Register the folder again whenever you like.',
  ),
  JOB_NOT_FOUND: spec(404, 'There is no job of {table} for {key}.', 'Refresh the queue.'),
  JOB_ALIVE: spec(
    409,
    'The worker of {table} for {key} (process {pid} on {host}) is alive.',
    'Wait for it, or stop that process first.',
  ),
  NOT_AVAILABLE: spec(501, '{what} is not available yet.', '{cure}'),
  // running it
  DATABASE_UNREACHABLE: spec(
    503,
    'The database at {address} does not answer: {problem}',
    'Check DATABASE_URL, or start the server again.',
  ),
  DATABASE_PRIVATE: spec(
    503,
    'Python cannot reach the embedded database: {problem}',
    'Start LabBook with a port for it: npm start -- --database-port 3306',
  ),
  DATABASE_LOCKED: spec(
    503,
    'Another LabBook (process {pid}) uses the data folder {folder}.',
    'Stop it, or set LABBOOK_HOME to another folder.',
  ),
  DATABASE_MISSING: spec(
    503,
    'There is no MariaDB server on this machine ({program} was not found).',
    'Install it ({cure}), or set DATABASE_URL to a MySQL or MariaDB server.',
  ),
  DATABASE_FAILED: spec(503, 'The embedded database did not start: {problem}', 'Its own log is {log}.'),
  FOLDER_UNUSABLE: spec(
    503,
    'The folder {folder} cannot hold the database: {problem}',
    'Make it writable, or set LABBOOK_HOME to another folder.',
  ),
  PORT_TAKEN: spec(
    409,
    'Port {port} of {host} is taken by another program.',
    'Choose another one (--port, --database-port).',
  ),
  BACKUP_FAILED: spec(422, '{file}: {problem}', '{cure}'),
  DATABASE_DENIED: spec(
    403,
    'The database account may not {action}.',
    'Ask the database administrator for this right.',
  ),
  DATABASE_CONFLICT: spec(503, 'Another transaction holds the rows ({problem}).', 'Try again.'),
  CONFIG_INVALID: spec(400, '{name}: {problem}', 'Correct it in the environment or in labbook.config.ts.'),
  ADMIN_ONLY: spec(
    403,
    'Only {admins} may {what}, and you are {user}.',
    'Ask one of them, or say at the top right that you are one.',
  ),
  NOT_ALLOWED: spec(403, '{problem}', 'Open LabBook with the access link that the server printed.'),
  BAD_REQUEST: spec(400, '{problem}', 'Correct the request.'),
  NOT_FOUND: spec(404, '{what} does not exist.', 'Check the address.'),
} as const satisfies Record<string, ErrorSpec>

export type ErrorCode = keyof typeof errorCatalogue
export type ErrorData = Readonly<Record<string, unknown>>

/** An error of the catalogue. `data` is JSON-able and reaches the browser; `data.attribute` marks the form field. */
export class LabBookError extends Error {
  override readonly name = 'LabBookError'
  readonly code: ErrorCode
  readonly data: ErrorData
  readonly hint: string
  readonly status: number

  constructor(code: ErrorCode, data: ErrorData = {}, options?: { cause?: unknown }) {
    const { message, hint, status } = errorCatalogue[code]
    super(fill(message, data), options)
    this.code = code
    this.data = data
    this.hint = fill(hint, data)
    this.status = status
  }
}

const fill = (template: string, data: ErrorData): string =>
  template.replace(/\{(\w+)\}/g, (_, name: string) => show(data[name]))

const show = (value: unknown): string =>
  value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
