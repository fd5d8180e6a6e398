import { formatDatetime } from '../../lib/format.ts'
import type { FieldType } from '../fieldType.ts'
import { DatetimeField } from './DatetimeField.tsx'

export const datetimeField: FieldType = {
  Field: DatetimeField,
  format: (value) => formatDatetime(String(value)),
  align: 'left',
  filter: 'date',
  width: () => 175,
}
