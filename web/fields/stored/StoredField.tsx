import { attributeType } from '#core/definition/attributeType.ts'
import { isReferenceText, parseReference } from '#core/stores/reference.ts'
import { BlobField } from '../blob/BlobField.tsx'
import type { FieldProps } from '../fieldType.ts'
import { parseChosen } from '../file/chosenFiles.ts'
import { PlaceField } from '../file/PlaceField.tsx'
import { StringField } from '../string/StringField.tsx'

/** A path in a store is typed or chosen there; every other value is a file of the person's, or comes from a program. */
export const StoredField = ({ table, ...props }: FieldProps) => {
  const type = attributeType(props.attribute.type)
  const placed = { ...props, value: pathOf(props.value) }
  if (type.takes !== 'place') return <BlobField {...props} table={table} format={type.format} />
  return table === undefined ? <StringField {...placed} /> : <PlaceField {...placed} table={table} />
}

/** A reference of 2.x is shown as the path in it, and stays what it is until somebody types another one. */
const pathOf = (value: string): string =>
  !parseChosen(value) && isReferenceText(value) ? parseReference(value).path : value
