import { TextInput } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps, typed } from '../inputProps.tsx'

/** Time of day, or a span, as MySQL stores it. */
export const TimeField = (props: FieldProps) => (
  <TextInput {...inputProps(props)} onChange={typed(props.onChange)} placeholder="HH:MM:SS" />
)
