import { Input, Text } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { inputProps } from '../inputProps.tsx'

type Props = FieldProps & { readonly kept?: string }

/** Arrays are not typed in: the form says how they are kept and where they come from. */
export const BlobField = ({ kept = 'Stored as an array.', ...props }: Props) => {
  const { label, description, error, withAsterisk } = inputProps(props)
  return (
    <Input.Wrapper {...{ label, description, error, withAsterisk }} labelElement="div">
      <Text size="sm" c="dimmed" mt={6}>
        {props.value ? `${props.value} · ` : ''}
        {kept} It is filled by populate, by an ingest, or from Python; saving this form leaves it as it is.
      </Text>
    </Input.Wrapper>
  )
}
