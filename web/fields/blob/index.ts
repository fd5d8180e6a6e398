import type { FieldType } from '../fieldType.ts'
import { BlobCell } from './BlobCell.tsx'
import { BlobField } from './BlobField.tsx'
import { ValueContents } from './ValueContents.tsx'

export const blobField: FieldType = {
  Field: BlobField,
  Cell: BlobCell,
  More: ValueContents,
  align: 'left',
  filter: 'none',
  width: () => 200,
}
