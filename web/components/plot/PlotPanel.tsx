import { Box, Center, Group, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import type { Frame } from '#core/frame/frame.ts'
import { type FrameRequest, frameQuery } from '../../lib/frames.ts'
import { type PlotViewProps, plotView } from '../../lib/plotViews.ts'
import { Answer } from '../Answer.tsx'
import { Loading } from '../Loading.tsx'
import { FigurePanel } from './FigurePanel.tsx'
import classes from './PlotPanel.module.css'

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
  /** How far the frame is that is waited for, where that takes long: in place of the first frame, and over the last one. */
  readonly progress?: ReactNode
  /** Below the drawing, where a narrow panel has room. */
  readonly below?: ReactNode
}

/** One plot with its numbers asked for, its note of what is shown, its export menu. The last frame stays while the next is on its way. */
export const PlotPanel = ({ title, request, fileName, python, controls, above, below, progress, ...view }: Props) => {
  const query = useQuery({ ...frameQuery(request), placeholderData: (last: Frame | undefined) => last })
  const Drawing = plotView(request.plot)
  return (
    <FigurePanel title={title} fileName={fileName} python={python} controls={controls}>
      {(onFigure) => (
        <>
          {above}
          <Box mih={view.height}>
            <Answer query={query} loading={progress && <Waiting h={view.height}>{progress}</Waiting>}>
              {(frame) => (
                <Suspense fallback={<Loading />}>
                  <Box pos="relative">
                    <div style={{ opacity: query.isPlaceholderData ? 0.6 : 1 }}>
                      {Drawing && <Drawing frame={frame} onFigure={onFigure} {...view} />}
                    </div>
                    {query.isPlaceholderData && progress && <Waiting over>{progress}</Waiting>}
                  </Box>
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

type WaitingProps = { readonly h?: number | undefined; readonly over?: boolean; readonly children: ReactNode }

/** Words in the middle of where the frame will be, `over` the last one. */
const Waiting = ({ h, over = false, children }: WaitingProps) => (
  <Center h={h} {...(over ? { pos: 'absolute', inset: 0, style: { pointerEvents: 'none' } } : {})}>
    <Text size="sm" className={classes.waiting}>
      {children}
    </Text>
  </Center>
)
