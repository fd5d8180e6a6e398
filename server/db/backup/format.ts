/**
 * A backup is gzipped SQL, one statement per line, that LabBook and the `mariadb` client both read:
 *
 *   -- LabBook backup {"format":1,"databases":["labbook_session"],"created":"2026-11-22T09:00:00.000Z"}
 *   SET … ;
 *   CREATE DATABASE … ; USE … ; CREATE TABLE … ;      for each database and table
 *   INSERT INTO … VALUES (…),(…) ;                    rows of one consistent snapshot
 *   -- LabBook backup complete
 */
export type BackupHeader = { readonly format: 1; readonly databases: readonly string[]; readonly created: string }

const headerStart = '-- LabBook backup {'
export const trailer = '-- LabBook backup complete'

export const printHeader = (header: BackupHeader): string => headerStart.slice(0, -1) + JSON.stringify(header)

/** Null when the line does not begin a backup of LabBook. */
export const parseHeader = (line: string): BackupHeader | null => {
  if (!line.startsWith(headerStart)) return null
  try {
    const header = JSON.parse(line.slice(headerStart.length - 1)) as BackupHeader
    return header.format === 1 && Array.isArray(header.databases) ? header : null
  } catch {
    return null
  }
}
