import { TextInput } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps, typed } from '../inputProps.tsx'

/** Text with a numeric keyboard: integers may be larger than a JavaScript number. */
export const IntegerField = (props: FieldProps) => (
  <TextInput {...inputProps(props)} onChange={typed(props.onChange)} inputMode="numeric" />
)
