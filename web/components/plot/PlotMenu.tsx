import { ActionIcon, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import type { ImageFormat } from './figure.ts'

type Props = {
  readonly title: string
  /** Python that fetches the same numbers. */
  readonly python: string
  readonly onSave: (format: ImageFormat) => Promise<void>
}

/** What can be taken from a plot: its picture, or the lines of Python that fetch its numbers. */
export const PlotMenu = ({ title, python, onSave }: Props) => {
  const copy = async () => {
    await navigator.clipboard.writeText(python)
    notifications.show({ message: 'Python copied: it fetches the numbers of this plot.' })
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={`Save or copy: ${title}`}>
          <IconDots size={18} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onSave('png')}>Save as PNG</Menu.Item>
        <Menu.Item onClick={() => onSave('svg')}>Save as SVG</Menu.Item>
        <Menu.Item onClick={copy}>Copy as Python</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
