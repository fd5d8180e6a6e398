import type { Row, Value } from '#core/pipeline/table.ts'

/** What the rest of LabBook knows of MySQL. Every statement is prepared (binary protocol), so floats arrive exact. */
export type Database = {
  /**
   * Rows of a SELECT. Integers beyond 2^53 and decimals come as text (SUM of integers is a decimal), BIT as a number, dates
   * and times as MySQL's text, JSON as text, binary as Uint8Array; `decodeRow` of core turns them into the values of their
   * attributes.
   */
  query(sql: string, params?: readonly Value[]): Promise<Row[]>
  /** One row at a time, in constant memory. */
  stream(sql: string, params?: readonly Value[]): AsyncIterable<Row>
  execute(sql: string, params?: readonly Value[]): Promise<WriteResult>
  /** START TRANSACTION WITH CONSISTENT SNAPSHOT … COMMIT; a throw rolls back. Nesting is an error. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>
  /** CONNECTION_ID(), USER() of the connection that runs `work`; all statements of `work` go through it. */
  session<T>(work: (session: Session) => Promise<T>): Promise<T>
}

export type WriteResult = { readonly affectedRows: number; readonly insertId: number | string }
export type Transaction = Pick<Database, 'query' | 'stream' | 'execute'> & { readonly inTransaction: true }
export type Session = Database & { readonly connectionId: number; readonly user: string }
export type Queryable = Pick<Database, 'query' | 'stream' | 'execute'>
