import { Group, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './Page.module.css'

type Props = {
  /** The one h1 and the title of the browser's tab. */
  readonly title: string
  /** A sentence below the title. */
  readonly about?: ReactNode
  /** Small things beside the title: a badge, a count. */
  readonly beside?: ReactNode
  /** Where this page belongs: links above the title. */
  readonly above?: ReactNode
  /** Buttons, at the right. */
  readonly actions?: ReactNode
  /** `wide`: the whole width. `full`: also the rest of the height (grids, graphs). */
  readonly size?: 'reading' | 'wide' | 'full'
  readonly children: ReactNode
}

/** The layout of one page; every route draws exactly one. */
export const Page = ({ title, about, beside, above, actions, size = 'reading', children }: Props) => {
  useDocumentTitle(`${title} · LabBook`)
  return (
    <div className={classes.page} data-size={size}>
      <Group justify="space-between" align="flex-end" gap="sm" mb="md" className={classes.header}>
        <Stack gap={2} style={{ minWidth: 0, flex: '1 1 20rem' }}>
          {above}
          <Group gap="sm" align="center">
            <Title order={1}>{title}</Title>
            {beside}
          </Group>
          {about && (
            <Text c="dimmed" size="sm" maw="46rem">
              {about}
            </Text>
          )}
        </Stack>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </div>
  )
}
