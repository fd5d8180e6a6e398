import { Skeleton, Stack, VisuallyHidden } from '@mantine/core'

/** Grey lines in place of what is on its way. `label` is what a screen reader hears. */
export const Loading = ({ lines = 6, label = 'Loading…' }: { lines?: number; label?: string }) => (
  <Stack gap="sm" role="status">
    <VisuallyHidden>{label}</VisuallyHidden>
    {Array.from({ length: lines }, (_, line) => line + 1).map((line) => (
      <Skeleton key={line} height={18} width={`${96 - ((line * 17) % 45)}%`} />
    ))}
  </Stack>
)
