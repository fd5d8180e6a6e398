import { ActionIcon, Group, Tooltip } from '@mantine/core'
import { IconArrowBarBoth, IconChevronLeft, IconChevronRight, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { type TimeWindow, zoomWindow } from './timeWindow.ts'

type Props = {
  readonly shown: TimeWindow
  /** s */
  readonly duration: number
  /** Null: the whole recording. */
  readonly onWindow: (window: TimeWindow | null) => void
}

/** Earlier, later, nearer, farther, everything: the window of a plot over time, for pointer and keyboard. */
export const WindowButtons = ({ shown, duration, onWindow }: Props) => {
  const zoom =
    (factor: number, move = 0) =>
    () =>
      onWindow(zoomWindow(shown, duration, factor, move))
  return (
    <Group gap={0}>
      <FigureButton label="Earlier" icon={IconChevronLeft} onClick={zoom(1, -0.5)} />
      <FigureButton label="Later" icon={IconChevronRight} onClick={zoom(1, 0.5)} />
      <FigureButton label="Zoom in" icon={IconZoomIn} onClick={zoom(0.5)} />
      <FigureButton label="Zoom out" icon={IconZoomOut} onClick={zoom(2)} />
      <FigureButton label="Whole recording" icon={IconArrowBarBoth} onClick={() => onWindow(null)} />
    </Group>
  )
}

type ButtonProps = {
  readonly label: string
  readonly icon: ComponentType<{ size?: number }>
  readonly onClick: () => void
}

/** A small button above a figure, with its name in a tooltip. */
export const FigureButton = ({ label, icon: Icon, onClick }: ButtonProps) => (
  <Tooltip label={label}>
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={onClick}>
      <Icon size={18} />
    </ActionIcon>
  </Tooltip>
)
