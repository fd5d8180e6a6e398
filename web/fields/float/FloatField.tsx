import { TextInput } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps, typed } from '../inputProps.tsx'

/** Text with a numeric keyboard, so that 1e-3 and NaN can be typed. */
export const FloatField = (props: FieldProps) => (
  <TextInput {...inputProps(props)} onChange={typed(props.onChange)} inputMode="decimal" />
)
