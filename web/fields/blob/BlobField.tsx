import { Input, Text } from '@mantine/core'
import type { FieldProps } from '../fieldType.ts'
import { FileField } from '../file/FileField.tsx'
import { inputProps } from '../inputProps.tsx'

type Props = FieldProps & {
  /** A value as a person reads it. */
  readonly format?: (value: string) => string
}

/** Arrays and files are not typed in: in the form of a table they are chosen from the disk. */
export const BlobField = ({ table, ...props }: Props) =>
  table === undefined ? <KeptValue {...props} /> : <FileField {...props} table={table} />

/** What only programs fill. */
export const KeptValue = ({ format = String, ...props }: Props) => {
  const { label, description, error, withAsterisk } = inputProps(props)
  return (
    <Input.Wrapper {...{ label, description, error, withAsterisk }} labelElement="div">
      <Text size="sm" c="dimmed" mt={6}>
        {props.value ? `${format(props.value)} · ` : ''}
        It is filled by populate, by an ingest, or from Python; saving this form leaves it as it is.
      </Text>
    </Input.Wrapper>
  )
}
