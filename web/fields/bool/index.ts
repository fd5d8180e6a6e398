import type { FieldType } from '../fieldType.ts'
import { BoolCell } from './BoolCell.tsx'
import { BoolField } from './BoolField.tsx'

export const boolField: FieldType = {
  Field: BoolField,
  Cell: BoolCell,
  align: 'left',
  filter: 'number',
  width: () => 100,
}
