import { Checkbox } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps } from '../inputProps.tsx'

/** A tick; `''` (nothing chosen) counts as no. */
export const BoolField = (props: FieldProps) => {
  const { label, description, name, title, error, onBlur, readOnly } = inputProps(props)
  return (
    <Checkbox
      {...{ label, description, name, title, error, onBlur }}
      disabled={readOnly}
      mt={28}
      checked={/^(?:1|true|yes)$/i.test(props.value)}
      onChange={(event) => props.onChange(event.currentTarget.checked ? '1' : '0')}
    />
  )
}
