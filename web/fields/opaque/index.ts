import { BlobCell } from '../blob/BlobCell.tsx'
import { KeptValue } from '../blob/BlobField.tsx'
import type { FieldType } from '../fieldType.ts'

/** A type that LabBook does not know: shown, never typed. */
export const opaqueField: FieldType = {
  Field: KeptValue,
  Cell: BlobCell,
  align: 'left',
  filter: 'none',
  width: () => 200,
}
