import type { FieldType } from '../fieldType.ts'
import { TimeField } from './TimeField.tsx'

export const timeField: FieldType = { Field: TimeField, align: 'left', filter: 'text', width: () => 110 }
