import { Anchor, Breadcrumbs, Button, Group, Stack, Text } from '@mantine/core'
import { IconFile, IconFolder } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { StoredFolder } from '#app/views.ts'
import { formatBytes } from '../../lib/format.ts'

export type StoredEntry = StoredFolder['entries'][number]

type Props = {
  /** Below what is shown; empty for itself. */
  readonly path: string
  readonly root: string
  readonly entries: readonly StoredEntry[]
  readonly open: (path: string) => void
  /** What can be done with a file. */
  readonly action: (path: string, entry: StoredEntry) => ReactNode
  /** Fetches what follows; absent at the end. */
  readonly more?: (() => void) | undefined
}

/** Files and folders of one folder in an external store, with their sizes. */
export const StoredFolderList = ({ path, root, entries, open, action, more }: Props) => (
  <Stack gap={4}>
    <Trail {...{ path, root, open }} />
    {entries.map((entry) => (
      <Entry
        key={entry.name}
        entry={entry}
        path={path === '' ? entry.name : `${path}/${entry.name}`}
        {...{ open, action }}
      />
    ))}
    {entries.length === 0 && !more && (
      <Text size="sm" c="dimmed">
        This folder is empty.
      </Text>
    )}
    {more && (
      <Button size="compact-sm" variant="default" onClick={more} style={{ alignSelf: 'flex-start' }}>
        More files
      </Button>
    )}
  </Stack>
)

const Trail = ({ path, root, open }: Pick<Props, 'path' | 'root' | 'open'>) => {
  const parts = path.split('/').filter(Boolean)
  const above = [root, ...parts].map((name, depth) => ({ name, to: parts.slice(0, depth).join('/') }))
  const here = above.pop()
  return (
    <nav aria-label="Folder in the store">
      <Breadcrumbs separatorMargin={4} style={{ flexWrap: 'wrap' }}>
        {above.map(({ name, to }) => (
          <Anchor key={to} component="button" type="button" size="sm" mih={24} onClick={() => open(to)}>
            {name}
          </Anchor>
        ))}
        <strong aria-current="location">{here?.name}</strong>
      </Breadcrumbs>
    </nav>
  )
}

const Entry = ({ entry, path, open, action }: Pick<Props, 'open' | 'action' | 'path'> & { entry: StoredEntry }) => (
  <Group gap="xs" mih={28} justify="space-between">
    {entry.kind === 'folder' ? (
      <Anchor component="button" type="button" size="sm" mih={24} onClick={() => open(path)}>
        <IconFolder size={14} aria-hidden /> {entry.name}
      </Anchor>
    ) : (
      <Text size="sm">
        <IconFile size={14} aria-hidden /> {entry.name}
        {entry.bytes !== undefined && (
          <Text span size="xs" c="dimmed">
            {' '}
            {formatBytes(entry.bytes)}
          </Text>
        )}
      </Text>
    )}
    {entry.kind === 'file' && <Group gap="xs">{action(path, entry)}</Group>}
  </Group>
)
