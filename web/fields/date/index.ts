import type { FieldType } from '../fieldType.ts'
import { DateField } from './DateField.tsx'

export const dateField: FieldType = { Field: DateField, align: 'left', filter: 'date', width: () => 125 }
