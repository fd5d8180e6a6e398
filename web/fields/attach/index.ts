import { BlobCell } from '../blob/BlobCell.tsx'
import { BlobField } from '../blob/BlobField.tsx'
import { ValueContents } from '../blob/ValueContents.tsx'
import type { FieldType } from '../fieldType.ts'

/** A file kept in the database: shown by its summary, like an array. */
export const attachField: FieldType = {
  Field: BlobField,
  Cell: BlobCell,
  More: ValueContents,
  align: 'left',
  filter: 'none',
  width: () => 200,
}
