import { attributeType } from '#core/definition/attributeType.ts'
import { isReferenceText, parseReference } from '#core/stores/reference.ts'
import { BlobField } from '../blob/BlobField.tsx'
import type { FieldProps } from '../fieldType.ts'
import { StringField } from '../string/StringField.tsx'

/** The path of a file that lies in a store can be typed; every other value comes from a program. */
export const StoredField = (props: FieldProps) => {
  const type = attributeType(props.attribute.type)
  if (type.input === 'text') return <StringField {...props} value={pathOf(props.value)} />
  return <BlobField {...props} value={props.value && type.format(props.value)} kept="It lies in an external store." />
}

/** A reference of 2.x is shown as the path in it, and stays what it is until somebody types another one. */
const pathOf = (value: string): string => (isReferenceText(value) ? parseReference(value).path : value)
