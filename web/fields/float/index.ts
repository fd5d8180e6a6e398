import { formatFloat } from '../../lib/format.ts'
import type { FieldType } from '../fieldType.ts'
import { FloatField } from './FloatField.tsx'

export const floatField: FieldType = {
  Field: FloatField,
  format: (value) => (typeof value === 'number' ? formatFloat(value) : String(value)),
  align: 'right',
  filter: 'number',
  width: () => 120,
}
