import { Box, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { type FrameRequest, frameQuery } from '../../lib/frames.ts'
import { type PlotViewProps, plotView } from '../../lib/plotViews.ts'
import { Answer } from '../Answer.tsx'
import { Loading } from '../Loading.tsx'
import { FigurePanel } from './FigurePanel.tsx'

type Props = Omit<PlotViewProps, 'frame' | 'onFigure'> & {
  readonly title: string
  readonly request: FrameRequest
  /** Name of the downloaded file, without extension. */
  readonly fileName: string
  /** Python that fetches the same numbers. */
  readonly python: string
  /** Beside the title. */
  readonly controls?: ReactNode
  /** Above the drawing, across the panel. */
  readonly above?: ReactNode
  /** In place of the grey lines until the first frame is there, where that takes long. */
  readonly loading?: ReactNode
  /** Below the drawing, where a narrow panel has room. */
  readonly below?: ReactNode
}

/** One plot with its numbers asked for, its note of what is shown, its export menu. The last frame stays while the next is on its way. */
export const PlotPanel = ({ title, request, fileName, python, controls, above, below, loading, ...view }: Props) => {
  const query = useQuery({ ...frameQuery(request), placeholderData: (last: Frame | undefined) => last })
  const Drawing = plotView(request.plot)
  return (
    <FigurePanel title={title} fileName={fileName} python={python} controls={controls}>
      {(onFigure) => (
        <>
          {above}
          <Box mih={view.height} style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
            <Answer query={query} loading={loading}>
              {(frame) => (
                <Suspense fallback={<Loading />}>
                  {Drawing && <Drawing frame={frame} onFigure={onFigure} {...view} />}
                  <Group justify="space-between" gap="xs" mt={4}>
                    <Text size="xs" c="dimmed">
                      {String(frame.meta.note ?? '')}
                    </Text>
                    {typeof below === 'string' ? (
                      <Text size="xs" c="dimmed">
                        {below}
                      </Text>
                    ) : (
                      below
                    )}
                  </Group>
                </Suspense>
              )}
            </Answer>
          </Box>
        </>
      )}
    </FigurePanel>
  )
}
