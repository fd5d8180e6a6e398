import { Button, Group, Paper, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { readError } from '../lib/readError.ts'
import classes from './ErrorState.module.css'

type Props = { readonly error: unknown; readonly retry?: (() => unknown) | undefined }

/** What happened, what to do, and a button to try again. */
export const ErrorState = ({ error, retry }: Props) => {
  const { message, hint, code } = readError(error)
  return (
    <Paper role="alert" withBorder p="md" className={classes.frame}>
      <Group wrap="nowrap" align="flex-start" gap="sm">
        <IconAlertTriangle size={20} className={classes.icon} aria-hidden />
        <Stack gap={2} style={{ flex: 1, minWidth: 0 }}>
          <Text fw={600} size="sm" style={{ overflowWrap: 'anywhere' }}>
            {message}
          </Text>
          <Text size="sm" c="dimmed">
            {hint}{' '}
            <Text span size="xs" ff="monospace">
              {code}
            </Text>
          </Text>
        </Stack>
        {retry && (
          <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} onClick={() => retry()}>
            Try again
          </Button>
        )}
      </Group>
    </Paper>
  )
}
