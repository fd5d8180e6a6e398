import { attributeType } from '#core/definition/attributeType.ts'
import { BlobField } from '../blob/BlobField.tsx'
import type { FieldProps } from '../fieldType.ts'
import { StringField } from '../string/StringField.tsx'

/** The path of a file that lies in a store can be typed; every other value comes from a program. */
export const StoredField = (props: FieldProps) => {
  const type = attributeType(props.attribute.type)
  if (type.input === 'text') return <StringField {...props} />
  return <BlobField {...props} value={props.value && type.format(props.value)} />
}
