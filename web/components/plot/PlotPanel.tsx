import { ActionIcon, Box, Group, Menu, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDots } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense, useRef } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { type FrameRequest, frameQuery } from '../../lib/frames.ts'
import { type PlotViewProps, plotView } from '../../lib/plotViews.ts'
import { Answer } from '../Answer.tsx'
import { Loading } from '../Loading.tsx'
import { Panel } from '../Panel.tsx'
import { type Figure, type ImageFormat, saveFile } from './figure.ts'

type Props = Omit<PlotViewProps, 'frame' | 'onFigure'> & {
  readonly title: string
  readonly request: FrameRequest
  /** Name of the downloaded file, without extension. */
  readonly fileName: string
  /** Python that fetches the same numbers. */
  readonly python: string
  /** Beside the title. */
  readonly controls?: ReactNode
  /** Below the drawing, where a narrow panel has room. */
  readonly below?: ReactNode
}

/** One plot with its numbers asked for, its note of what is shown, its export menu. The last frame stays while the next is on its way. */
export const PlotPanel = ({ title, request, fileName, python, controls, below, ...view }: Props) => {
  const figure = useRef<Figure | null>(null)
  const query = useQuery({ ...frameQuery(request), placeholderData: (last: Frame | undefined) => last })
  const Drawing = plotView(request.plot)
  const keepFigure = useRef((drawn: Figure | null) => {
    figure.current = drawn
  }).current
  const save = async (format: ImageFormat) => {
    const content = await figure.current?.toImage(format)
    if (content) saveFile(`${fileName}.${format}`, content)
  }
  const menu = <PlotMenu title={title} onSave={save} python={python} />
  return (
    <Panel
      title={title}
      actions={
        <Group gap={4} wrap="nowrap">
          {controls}
          {menu}
        </Group>
      }
    >
      <Box mih={view.height} style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
        <Answer query={query}>
          {(frame) => (
            <Suspense fallback={<Loading />}>
              {Drawing && <Drawing frame={frame} onFigure={keepFigure} {...view} />}
              <Group justify="space-between" gap="xs" mt={4}>
                <Text size="xs" c="dimmed">
                  {String(frame.meta.note ?? '')}
                </Text>
                {below}
              </Group>
            </Suspense>
          )}
        </Answer>
      </Box>
    </Panel>
  )
}

type MenuProps = {
  readonly title: string
  readonly python: string
  readonly onSave: (format: ImageFormat) => Promise<void>
}

const PlotMenu = ({ title, python, onSave }: MenuProps) => {
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
