import { Button, Group, Paper, Text, VisuallyHidden } from '@mantine/core'
import { IconFolderUp, IconUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import { chosenFromDialog, droppedFiles } from './droppedFiles.ts'
import type { NamedFile } from './sendFiles.ts'

type Props = {
  /** Name of the attribute. */
  readonly label: string
  readonly accept?: string | undefined
  /** Whether several files, or a folder, are a value. */
  readonly many?: boolean
  readonly isInvalid?: boolean
  readonly choose: (files: readonly NamedFile[], folder: boolean) => void
  /** Empties the attribute, where it may be empty and is not. */
  readonly clear?: (() => void) | undefined
}

/** Where files are chosen, or dropped. */
export const FileButtons = ({ label, accept, many = false, isInvalid = false, choose, clear }: Props) => {
  const [isOver, setOver] = useState(false)
  const over = (is: boolean) => (event: DragEvent) => {
    event.preventDefault()
    setOver(is)
  }
  const drop = async (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    const { files, folder } = await droppedFiles(event.dataTransfer)
    choose(many ? files : files.slice(0, 1), many && folder)
  }
  const shared = { choose, isInvalid }
  return (
    <Paper
      withBorder
      p="xs"
      onDragOver={over(true)}
      onDragLeave={over(false)}
      onDrop={(event) => void drop(event)}
      bg={isOver ? 'var(--mantine-primary-color-light)' : undefined}
    >
      <Group gap="xs">
        <FileButton
          {...shared}
          title={many ? 'Choose files' : 'Choose a file'}
          label={label}
          accept={accept}
          multiple={many}
        />
        {many && <FileButton {...shared} title="Choose a folder" label={label} directory />}
        {clear && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={clear} aria-label={`Empty ${label}`}>
            Empty it
          </Button>
        )}
        <Text size="xs" c="dimmed" visibleFrom="sm">
          or drop {many ? 'them' : 'it'} here
        </Text>
      </Group>
    </Paper>
  )
}

type ButtonProps = Pick<Props, 'label' | 'accept' | 'choose' | 'isInvalid'> & {
  readonly title: string
  readonly multiple?: boolean
  readonly directory?: boolean
}

/** The input does the work and is there for assistive technology; the button is what people see. */
const FileButton = ({ title, label, accept, multiple = false, directory = false, isInvalid, choose }: ButtonProps) => {
  const input = useRef<HTMLInputElement>(null)
  const name = `${title} for ${label}`
  return (
    <>
      <VisuallyHidden>
        <input
          ref={input}
          type="file"
          tabIndex={-1}
          aria-label={name}
          accept={accept}
          multiple={multiple}
          {...(directory && { webkitdirectory: '' })}
          onChange={({ currentTarget }) => {
            const files = chosenFromDialog(currentTarget.files)
            currentTarget.value = '' // The same file can be chosen again.
            choose(files, directory || files.length > 1)
          }}
        />
      </VisuallyHidden>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={name}
        aria-invalid={isInvalid || undefined}
        leftSection={directory ? <IconFolderUp size={14} /> : <IconUpload size={14} />}
        onClick={() => input.current?.click()}
      >
        {title}
      </Button>
    </>
  )
}
