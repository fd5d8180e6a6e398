import { TextInput } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps, typed } from '../inputProps.tsx'

/** A uuid as text. */
export const UuidField = (props: FieldProps) => (
  <TextInput {...inputProps(props)} onChange={typed(props.onChange)} ff="monospace" />
)
