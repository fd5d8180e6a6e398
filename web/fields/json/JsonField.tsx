import { JsonInput } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps } from '../inputProps.tsx'

export const JsonField = (props: FieldProps) => (
  <JsonInput {...inputProps(props)} onChange={props.onChange} autosize minRows={2} maxRows={14} ff="monospace" />
)
