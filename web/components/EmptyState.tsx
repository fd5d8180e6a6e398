import { Stack, Text, ThemeIcon } from '@mantine/core'
import { IconInbox } from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'

type Props = {
  readonly title: string
  /** What to do next, as a sentence. */
  readonly hint?: ReactNode
  readonly icon?: ComponentType<{ size?: number; stroke?: number }>
  /** The button that does it. */
  readonly children?: ReactNode
}

/** Says that there is nothing, and what to do about it. */
export const EmptyState = ({ title, hint, icon: Icon = IconInbox, children }: Props) => (
  <Stack align="center" gap="xs" py={48} px="md" ta="center">
    <ThemeIcon size={52} radius="xl" variant="light" aria-hidden>
      <Icon size={26} stroke={1.5} />
    </ThemeIcon>
    <Text fw={600}>{title}</Text>
    {hint && (
      <Text size="sm" c="dimmed" maw={440}>
        {hint}
      </Text>
    )}
    {children}
  </Stack>
)
