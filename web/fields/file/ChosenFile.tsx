import { ActionIcon, Group, Progress, Text, Tooltip } from '@mantine/core'
import { IconFile, IconX } from '@tabler/icons-react'
import { formatBytes } from '../../lib/format.ts'
import { bytesOf, type ChosenFiles, titleOf } from './chosenFiles.ts'

type Props = {
  readonly chosen: ChosenFiles
  /** Bytes that are on the server. */
  readonly sent: number
  readonly clear: () => void
  readonly label: string
}

/** A chosen file, how far it is sent, and a button to think again. */
export const ChosenFile = ({ chosen, sent, clear, label }: Props) => {
  const isSending = chosen.upload === null
  const all = bytesOf(chosen)
  const verb = isSending ? 'Cancel' : 'Remove'
  return (
    <Group gap="xs" wrap="nowrap">
      <IconFile size={18} aria-hidden />
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {titleOf(chosen)}, {formatBytes(all)}
      </Text>
      {isSending && (
        <Progress.Root flex={1} miw={80}>
          <Progress.Section value={all === 0 ? 100 : (100 * sent) / all} aria-label={`Sending ${titleOf(chosen)}`} />
        </Progress.Root>
      )}
      <Tooltip label={verb}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={32}
          onClick={clear}
          aria-label={`${verb} the file for ${label}`}
        >
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </Group>
  )
}
