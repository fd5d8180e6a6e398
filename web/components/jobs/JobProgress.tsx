import { Progress, Text } from '@mantine/core'
import type { Job } from '#app/views.ts'

/** How far a running job is, and what it does; nothing for a worker that does not tell. */
export const JobProgress = ({ job: { progress, table } }: { readonly job: Job }) =>
  progress && (
    <div>
      <Progress value={100 * progress.fraction} size="sm" mt={4} aria-label={`Progress of ${table}`} />
      <Text size="xs" c="dimmed">
        {Math.round(100 * progress.fraction)} % · {progress.message}
      </Text>
    </div>
  )
