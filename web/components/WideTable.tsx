import { Table } from '@mantine/core'
import type { ReactNode } from 'react'

type Props = {
  /** What the table holds, for those who come to it by keyboard. */
  readonly label: string
  /** CSS pixels below which it scrolls sideways. */
  readonly minWidth: number
  readonly children: ReactNode
}

/** A table that scrolls sideways where there is no room, by keyboard too. */
export const WideTable = ({ label, minWidth, children }: Props) => (
  <Table.ScrollContainer
    minWidth={minWidth}
    scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'group', 'aria-label': label } }}
  >
    <Table>{children}</Table>
  </Table.ScrollContainer>
)
