import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute, Value } from '#core/pipeline/table.ts'
import { attachField } from './attach/index.ts'
import { blobField } from './blob/index.ts'
import { boolField } from './bool/index.ts'
import { dateField } from './date/index.ts'
import { datetimeField } from './datetime/index.ts'
import { decimalField } from './decimal/index.ts'
import { enumField } from './enum/index.ts'
import type { FieldType } from './fieldType.ts'
import { floatField } from './float/index.ts'
import { integerField } from './integer/index.ts'
import { jsonField } from './json/index.ts'
import { opaqueField } from './opaque/index.ts'
import { storedField } from './stored/index.ts'
import { stringField } from './string/index.ts'
import { timeField } from './time/index.ts'
import { uuidField } from './uuid/index.ts'
import { yearField } from './year/index.ts'

/** By the family of core's attribute type. */
const fieldTypes: Readonly<Record<string, FieldType>> = {
  attach: attachField,
  blob: blobField,
  bool: boolField,
  date: dateField,
  datetime: datetimeField,
  decimal: decimalField,
  enum: enumField,
  float: floatField,
  integer: integerField,
  json: jsonField,
  stored: storedField,
  string: stringField,
  time: timeField,
  uuid: uuidField,
  year: yearField,
}

type Typed = Pick<Attribute, 'type'>

/** How an attribute is typed in and shown. */
export const fieldTypeOf = ({ type }: Typed): FieldType => fieldTypes[attributeType(type).family] ?? opaqueField

/** A stored value as text; `—` for NULL. */
export const formatValue = (attribute: Typed, value: Value | undefined): string => {
  if (value === null || value === undefined) return '—'
  return fieldTypeOf(attribute).format?.(value) ?? attributeType(attribute.type).format(value)
}

/** Arrays, files and unknown types are shown in a form but not typed. */
export const isTyped = ({ type }: Typed): boolean => attributeType(type).input !== 'none'

/** What is chosen as a file instead. */
export const isFile = (attribute: Typed): boolean =>
  !isTyped(attribute) && attributeType(attribute.type).takes !== undefined

/** Whether a form asks for it. */
export const isAsked = (attribute: Typed): boolean => isTyped(attribute) || isFile(attribute)

export type { CellProps, FieldProps, FieldType, MoreProps } from './fieldType.ts'
