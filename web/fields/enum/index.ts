import type { FieldType } from '../fieldType.ts'
import { EnumField } from './EnumField.tsx'

export const enumField: FieldType = { Field: EnumField, align: 'left', filter: 'text', width: () => 130 }
