import type { FieldType } from '../fieldType.ts'
import { IntegerField } from './IntegerField.tsx'

export const integerField: FieldType = { Field: IntegerField, align: 'right', filter: 'number', width: () => 110 }
