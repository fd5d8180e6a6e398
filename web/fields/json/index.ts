import type { FieldType } from '../fieldType.ts'
import { JsonCell } from './JsonCell.tsx'
import { JsonField } from './JsonField.tsx'

export const jsonField: FieldType = {
  Field: JsonField,
  Cell: JsonCell,
  align: 'left',
  filter: 'text',
  width: () => 240,
}
