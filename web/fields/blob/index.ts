import type { FieldType } from '../fieldType.ts'
import { BlobCell } from './BlobCell.tsx'
import { BlobField } from './BlobField.tsx'

export const blobField: FieldType = {
  Field: BlobField,
  Cell: BlobCell,
  align: 'left',
  filter: 'none',
  width: () => 200,
}
