import { LabBookError } from '#core/errors.ts'
import { isWrittenByHand } from '#core/pipeline/howFilled.ts'
import type { Table } from '#core/pipeline/table.ts'

/** Rows are written by hand in Manual and Lookup tables, and in others that say so. @throws NOT_WRITABLE, BAD_REQUEST for LabBook's own tables */
export const assertWritable = (table: Table): void => {
  assertNotOwn(table)
  if (!isWrittenByHand(table)) throw new LabBookError('NOT_WRITABLE', { table: table.name, tier: table.tier })
}

/** Part rows come and go with the form of their master. @throws PART_INTEGRITY */
export const assertMaster = ({ name, master }: Table): void => {
  if (master !== undefined) throw new LabBookError('PART_INTEGRITY', { table: name, master })
}

/** The audit trail would be worth little if it could be edited. @throws BAD_REQUEST */
export const assertNotOwn = ({ native, schema, name }: Table): void => {
  if (native && schema === 'app')
    throw new LabBookError('BAD_REQUEST', {
      problem: `${name} is kept by LabBook itself; its rows are not edited by hand.`,
    })
}
