import { ValueContents } from '../blob/ValueContents.tsx'
import type { FieldType } from '../fieldType.ts'
import { StoredCell } from './StoredCell.tsx'
import { StoredField } from './StoredField.tsx'

/** A value in an external store: its reference tells what it is; the value itself is read when somebody asks. */
export const storedField: FieldType = {
  Field: StoredField,
  Cell: StoredCell,
  More: ValueContents,
  align: 'left',
  filter: 'none',
  width: () => 240,
}
