import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconLoader2, IconPlayerPause } from '@tabler/icons-react'
import type { Job } from '#app/views.ts'

const looks = {
  error: { word: 'failed', icon: IconAlertTriangle, colour: 'var(--lb-bad)' },
  reserved: { word: 'running', icon: IconLoader2, colour: 'var(--lb-running)' },
  pending: { word: 'queued', icon: IconClock, colour: 'var(--lb-warning)' },
  success: { word: 'done', icon: IconCheck, colour: 'var(--lb-good)' },
  ignore: { word: 'ignored', icon: IconPlayerPause, colour: 'var(--mantine-color-dimmed)' },
} as const

/** What people call the states of a job. */
export const statusWord = (status: Job['status']): string => looks[status].word

/** The state of a job by icon, word and colour. */
export const JobStatus = ({ status }: { readonly status: Job['status'] }) => {
  const { word, icon: Icon, colour } = looks[status]
  return (
    <Badge variant="default" c={colour} leftSection={<Icon size={13} aria-hidden />} miw="max-content">
      {word}
    </Badge>
  )
}
