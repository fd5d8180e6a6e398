import { TextInput } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps, typed } from '../inputProps.tsx'

/** Text, because a decimal is never rounded through a float. */
export const DecimalField = (props: FieldProps) => (
  <TextInput {...inputProps(props)} onChange={typed(props.onChange)} inputMode="decimal" />
)
