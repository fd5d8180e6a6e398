import type { FieldType } from '../fieldType.ts'
import { IntegerField } from '../integer/IntegerField.tsx'

/** Typed as a whole number; shown without the grouping that other numbers could have. */
export const yearField: FieldType = { Field: IntegerField, align: 'right', filter: 'number', width: () => 90 }
