import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconLoader2, IconMinus, IconPlayerPause } from '@tabler/icons-react'
import type { ComponentType } from 'react'
import type { BoardCell, StageState } from '#app/views.ts'
import classes from './sessions.module.css'

type Look = { readonly icon: ComponentType<{ size?: number; stroke?: number }>; readonly word: string }

/** A state is told by icon and word as well as by colour. */
const looks: Record<StageState, Look> = {
  none: { icon: IconMinus, word: 'nothing to do' },
  waiting: { icon: IconPlayerPause, word: 'waits for an earlier stage' },
  pending: { icon: IconClock, word: 'queued' },
  running: { icon: IconLoader2, word: 'running' },
  error: { icon: IconAlertTriangle, word: 'failed' },
  done: { icon: IconCheck, word: 'done' },
}

/** Nobody here can queue what only the lab's own programs make. */
const elsewhere: Look = { icon: IconClock, word: 'left for the lab’s Python' }

type Props = {
  readonly stage: string
  readonly cell: BoardCell | undefined
  readonly madeElsewhere?: boolean | undefined
}

const nothing: BoardCell = { state: 'none', done: 0, total: 0, errors: 0 }

/** One session at one stage: its state, and how many keys are done where there are several. */
export const StageCell = ({ stage, cell = nothing, madeElsewhere = false }: Props) => {
  const { icon: Icon, word } = madeElsewhere && cell.state === 'pending' ? elsewhere : looks[cell.state]
  const counts = cell.total > (madeElsewhere ? 0 : 1) ? `${cell.done}/${cell.total}` : ''
  const sentence = `${stage}: ${word}${counts ? `, ${counts} done` : ''}${cell.errors ? `, ${cell.errors} failed` : ''}`
  return (
    <Tooltip label={sentence}>
      <span className={classes.cell} data-state={cell.state} role="img" aria-label={sentence}>
        <Icon size={16} stroke={2} />
        {counts}
      </span>
    </Tooltip>
  )
}
