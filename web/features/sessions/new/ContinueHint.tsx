import { Kbd, Text } from '@mantine/core'
import type { KeyboardEvent } from 'react'

/** Says which keys go on to the next step. */
export const ContinueHint = () => (
  <Text size="xs" c="dimmed" visibleFrom="sm">
    <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> continues
  </Text>
)

/** For a form: Ctrl+Enter submits from any of its inputs. */
export const submitsOnHotkey = (submit: (event: KeyboardEvent) => void) => (event: KeyboardEvent) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit(event)
}
