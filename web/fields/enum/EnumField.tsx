import { Select } from '@mantine/core'
import { attributeType } from '#core/definition/attributeType.ts'
import type { FieldProps } from '../fieldType.ts'
import { inputProps } from '../inputProps.tsx'

/** One of the labels that the definition lists. */
export const EnumField = (props: FieldProps) => (
  <Select
    {...inputProps(props)}
    value={props.value || null}
    onChange={(value) => props.onChange(value ?? '')}
    data={(attributeType(props.attribute.type).options ?? []).filter((label) => label !== '')}
    clearable={props.attribute.nullable}
    allowDeselect={props.attribute.nullable}
    searchable
  />
)
