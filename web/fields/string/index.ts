import type { FieldType } from '../fieldType.ts'
import { StringField } from './StringField.tsx'

export const stringField: FieldType = {
  Field: StringField,
  align: 'left',
  filter: 'text',
  width: ({ maxLength = 400 }) => (maxLength > 200 ? 280 : maxLength > 40 ? 190 : 140),
}
