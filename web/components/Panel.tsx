import { Group, Paper, type PaperProps, Title } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = PaperProps & { readonly title?: string; readonly actions?: ReactNode; readonly children: ReactNode }

/** A framed section of a page with an optional heading (h2). */
export const Panel = ({ title, actions, children, ...rest }: Props) => (
  <Paper component="section" aria-label={title} withBorder p="md" radius="md" {...rest}>
    {(title || actions) && (
      <Group justify="space-between" mb="sm" mih={30}>
        {title && <Title order={2}>{title}</Title>}
        {actions}
      </Group>
    )}
    {children}
  </Paper>
)
