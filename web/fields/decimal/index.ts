import type { FieldType } from '../fieldType.ts'
import { DecimalField } from './DecimalField.tsx'

export const decimalField: FieldType = { Field: DecimalField, align: 'right', filter: 'number', width: () => 120 }
