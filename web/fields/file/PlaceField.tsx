import { Button, Group, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconFolderSearch } from '@tabler/icons-react'
import type { FieldProps } from '../fieldType.ts'
import { StringField } from '../string/StringField.tsx'
import { ChosenFile } from './ChosenFile.tsx'
import { parseChosen, printChosen } from './chosenFiles.ts'
import { FileButtons } from './FileButtons.tsx'
import { StoreBrowser } from './StoreBrowser.tsx'
import type { NamedFile } from './sendFiles.ts'
import { useFileUpload } from './useFileUpload.ts'

/** A path in a store: typed, chosen from what lies there, or of a file that is sent to lie there. */
export const PlaceField = ({ table, ...props }: FieldProps & { readonly table: string }) => {
  const { attribute, value, onChange, readOnly = false } = props
  const [isOpen, { open, close }] = useDisclosure(false)
  const upload = useFileUpload({ table, attribute: attribute.name }, props)
  const chosen = parseChosen(value)
  const path = chosen ? (chosen.path ?? '') : value
  const type = (text: string) => onChange(chosen ? printChosen({ ...chosen, path: text }) : text)
  /** Into the folder that is typed, under its own name unless one is typed, too. */
  const send = (files: readonly NamedFile[]) => {
    const name = files[0]?.name ?? ''
    void upload.choose(files, { path: path === '' || path.endsWith('/') ? path + name : path })
  }
  return (
    <Stack gap={6}>
      <StringField {...props} value={path} onChange={type} error={props.error ?? upload.problem} />
      {chosen && (
        <ChosenFile chosen={chosen} sent={upload.sent} clear={() => upload.clear(path)} label={attribute.name} />
      )}
      {!readOnly && (
        <Group gap="xs" align="center">
          <Button size="compact-sm" variant="default" leftSection={<IconFolderSearch size={14} />} onClick={open}>
            Browse the store
          </Button>
          <FileButtons label={attribute.name} choose={send} />
        </Group>
      )}
      {isOpen && (
        <StoreBrowser
          {...{ table, close }}
          attribute={attribute.name}
          choose={(file) => {
            upload.clear(file)
            close()
          }}
        />
      )}
    </Stack>
  )
}
