import { IconAlertTriangle, IconClock, IconLoader } from '@tabler/icons-react'
import type { JobCounts } from '#app/views.ts'
import { formatCount } from '../../lib/format.ts'
import classes from './pipeline.module.css'

const kinds = [
  { name: 'error', word: 'failed', icon: IconAlertTriangle },
  { name: 'reserved', word: 'running', icon: IconLoader },
  { name: 'pending', word: 'queued', icon: IconClock },
] as const

/** Failed, running and queued jobs, each with its icon; nothing where there are none. */
export const JobBadges = ({ jobs, inline = false }: { jobs: JobCounts; inline?: boolean }) => (
  <span className={inline ? classes.inlineBadges : classes.badges}>
    {kinds.map(
      ({ name, word, icon: Icon }) =>
        jobs[name] > 0 && (
          <span key={name} className={classes.badge} data-kind={name} title={`${formatCount(jobs[name])} ${word}`}>
            <Icon size={12} stroke={2.2} aria-hidden />
            {formatCount(jobs[name])}
            {inline && ` ${word}`}
          </span>
        ),
    )}
  </span>
)
