import { Input, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { attributeType } from '#core/definition/attributeType.ts'
import type { FieldProps } from '../fieldType.ts'
import { inputProps } from '../inputProps.tsx'
import { ChosenFile } from './ChosenFile.tsx'
import { parseChosen } from './chosenFiles.ts'
import { FileButtons } from './FileButtons.tsx'
import { useFileUpload } from './useFileUpload.ts'

type Props = FieldProps & {
  readonly table: string
  /** What the row has now as a person reads it. */
  readonly format?: (value: string) => string
}

/** A value that is a file: chosen or dropped, sent at once, and written when the form is saved. */
export const FileField = ({ table, format = String, ...props }: Props) => {
  const { attribute, value, readOnly = false } = props
  const upload = useFileUpload({ table, attribute: attribute.name }, props)
  const { label, description, error, withAsterisk } = inputProps(props)
  const { takes } = attributeType(attribute.type)
  const chosen = parseChosen(value)
  const [kept] = useState(chosen ? '' : value)
  return (
    <Input.Wrapper {...{ label, description, withAsterisk }} error={error ?? upload.problem} labelElement="div">
      <Stack gap={6} mt={6}>
        {chosen ? (
          <ChosenFile chosen={chosen} sent={upload.sent} clear={() => upload.clear(kept)} label={attribute.name} />
        ) : (
          value && <Text size="sm">{format(value)}</Text>
        )}
        {!readOnly && (
          <FileButtons
            label={attribute.name}
            accept={takes === 'array' ? '.npy' : undefined}
            many={takes === 'folder'}
            isInvalid={Boolean(error ?? upload.problem)}
            choose={(files, folder) => void upload.choose(files, { folder })}
            clear={attribute.nullable && value && !chosen ? () => upload.clear('') : undefined}
          />
        )}
        <Text size="xs" c="dimmed">
          {aboutOf[takes ?? 'file']}
        </Text>
      </Stack>
    </Input.Wrapper>
  )
}

const aboutOf = {
  file: 'A file with its name, as it is.',
  array: 'An array of numbers in a file of numpy (.npy).',
  folder: 'One file, or several, or a folder with all that is below it.',
  place: '',
} as const
