import { Textarea, TextInput } from '@mantine/core'
import { attributeType } from '#core/definition/attributeType.ts'
import type { FieldProps } from '../fieldType.ts'
import { inputProps, typed } from '../inputProps.tsx'

/** One line, or for long text several that grow with what is typed. */
export const StringField = (props: FieldProps) => {
  const common = { ...inputProps(props), onChange: typed(props.onChange) }
  const { input } = attributeType(props.attribute.type)
  return input === 'textarea' ? <Textarea {...common} autosize minRows={2} maxRows={12} /> : <TextInput {...common} />
}
