import { Group } from '@mantine/core'
import { type ReactNode, useRef } from 'react'
import { Panel } from '../Panel.tsx'
import { type Figure, type ImageFormat, saveFile } from './figure.ts'
import { PlotMenu } from './PlotMenu.tsx'

type Props = {
  readonly title: string
  /** Name of the downloaded file, without extension. */
  readonly fileName: string
  /** Python that fetches the same numbers. */
  readonly python: string
  /** Beside the title. */
  readonly controls?: ReactNode
  /** Draws, and hands over what was drawn so that it can be saved. */
  readonly children: (onFigure: (figure: Figure | null) => void) => ReactNode
}

/** A panel around one figure, with the menu to save and copy it. */
export const FigurePanel = ({ title, fileName, python, controls, children }: Props) => {
  const figure = useRef<Figure | null>(null)
  const keepFigure = useRef((drawn: Figure | null) => {
    figure.current = drawn
  }).current
  const save = async (format: ImageFormat) => {
    const content = await figure.current?.toImage(format)
    if (content) saveFile(`${fileName}.${format}`, content)
  }
  return (
    <Panel
      title={title}
      actions={
        <Group gap={4}>
          {controls}
          <PlotMenu title={title} onSave={save} python={python} />
        </Group>
      }
    >
      {children(keepFigure)}
    </Panel>
  )
}
