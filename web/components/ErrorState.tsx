import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { readError } from '../lib/readError.ts'

type Props = { readonly error: unknown; readonly retry?: (() => unknown) | undefined }

/** What happened, what to do, and a button to try again. */
export const ErrorState = ({ error, retry }: Props) => {
  const { message, hint, code } = readError(error)
  return (
    <Alert role="alert" color="red" variant="light" icon={<IconAlertTriangle />} title={message}>
      <Group justify="space-between" align="flex-end">
        <Text size="sm">
          {hint}{' '}
          <Text span size="xs" c="dimmed" ff="monospace">
            {code}
          </Text>
        </Text>
        {retry && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={() => retry()}>
            Try again
          </Button>
        )}
      </Group>
    </Alert>
  )
}
