import { Group, Text, Title } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'

/** Says that something is written, and what it means. */
export const DoneNotice = ({ title, children }: { readonly title: string; readonly children?: ReactNode }) => (
  <Group role="status" wrap="nowrap" align="flex-start" gap="sm">
    <IconCircleCheck size={26} color="var(--lb-good)" style={{ flex: 'none' }} aria-hidden />
    <div>
      <Title order={2}>{title}</Title>
      {children && (
        <Text size="sm" c="dimmed">
          {children}
        </Text>
      )}
    </div>
  </Group>
)
