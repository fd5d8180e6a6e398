import type { FieldType } from '../fieldType.ts'
import { UuidField } from './UuidField.tsx'

export const uuidField: FieldType = { Field: UuidField, align: 'left', filter: 'text', width: () => 310 }
