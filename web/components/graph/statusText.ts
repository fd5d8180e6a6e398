import type { TableStatus } from '#app/views.ts'
import { formatCount, plural } from '../../lib/format.ts'

/** The state of a table as a sentence fragment: `1,204 rows, 3 to do, 1 failed`. */
export const statusText = ({ rows, approximate, remaining, jobs }: TableStatus): string =>
  [
    approximate ? `about ${plural(rows, 'row')}` : plural(rows, 'row'),
    remaining ? `${formatCount(remaining)} to do` : '',
    jobs?.pending ? `${formatCount(jobs.pending)} queued` : '',
    jobs?.reserved ? `${formatCount(jobs.reserved)} running` : '',
    jobs?.error ? `${formatCount(jobs.error)} failed` : '',
  ]
    .filter(Boolean)
    .join(', ')
