import { Input, Text } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps } from '../inputProps.tsx'

/** Arrays are not typed in: the form says where they come from. */
export const BlobField = (props: FieldProps) => {
  const { label, description, error, withAsterisk } = inputProps(props)
  return (
    <Input.Wrapper {...{ label, description, error, withAsterisk }} labelElement="div">
      <Text size="sm" c="dimmed" mt={6}>
        {props.value ? `${props.value} · ` : ''}Stored as an array. It is filled by populate, by an ingest, or from
        Python; saving this form leaves it as it is.
      </Text>
    </Input.Wrapper>
  )
}
