import { Anchor, Breadcrumbs, Button, Group, Select, Stack } from '@mantine/core'
import { IconFolderPlus } from '@tabler/icons-react'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { DataRoot } from '#app/views.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { Answer } from '../Answer.tsx'
import { EmptyState } from '../EmptyState.tsx'
import { LinkButton } from '../links.tsx'
import { FolderEntries } from './FolderEntries.tsx'
import { type Folder, parentOf, trailOf } from './folderPath.ts'

type Props = {
  /** Null until a data root is known; the first one is taken. */
  readonly folder: Folder | null
  readonly onFolder: (folder: Folder) => void
  /** What to do with the folder that is open. */
  readonly action: (folder: Folder) => ReactNode
}

/** Walks through the folders below the data roots. */
export const FolderBrowser = (props: Props) => {
  const trpc = useTRPC()
  const roots = useQuery(trpc.root.list.queryOptions())
  return (
    <Answer query={roots}>
      {(found) => {
        const first = found.find(({ exists }) => exists) ?? found[0]
        return first ? (
          <Browser {...props} roots={found} folder={props.folder ?? { root: first.path, path: '' }} />
        ) : (
          <NoRoots />
        )
      }}
    </Answer>
  )
}

const NoRoots = () => (
  <EmptyState
    icon={IconFolderPlus}
    title="LabBook does not know yet where your recordings are"
    hint="Add the folder that holds them, such as /data/ephys. LabBook reads there and nowhere else."
  >
    <LinkButton to="/settings">Add a data folder</LinkButton>
  </EmptyState>
)

type BrowserProps = Props & { readonly folder: Folder; readonly roots: readonly DataRoot[] }

const Browser = ({ folder, roots, onFolder, action }: BrowserProps) => {
  const trpc = useTRPC()
  const isKnown = roots.some(({ path }) => path === folder.root)
  const open = (path: string) => onFolder({ root: folder.root, path })
  const view = useQuery(
    trpc.folder.browse.queryOptions(folder.root ? folder : skipToken, { placeholderData: keepPreviousData }),
  )
  return (
    <Stack gap="sm">
      {(roots.length > 1 || !isKnown) && <RootSelect {...{ roots, folder, onFolder }} />}
      <Group justify="space-between" align="center" gap="xs">
        <Trail folder={folder} open={open} />
        {action(folder)}
      </Group>
      <Answer query={view}>
        {({ entries }) => (
          <FolderEntries
            entries={entries}
            isLoading={view.isPlaceholderData}
            open={open}
            up={folder.path === '' ? null : () => open(parentOf(folder.path) ?? '')}
          />
        )}
      </Answer>
      {view.error && folder.path !== '' && (
        <Button variant="default" onClick={() => open('')} style={{ alignSelf: 'flex-start' }}>
          Back to the data folder
        </Button>
      )}
    </Stack>
  )
}

const RootSelect = ({ roots, folder, onFolder }: Pick<BrowserProps, 'roots' | 'folder' | 'onFolder'>) => (
  <Select
    label="Data folder"
    allowDeselect={false}
    maw="32rem"
    data={roots.map(({ path, exists }) => ({
      value: path,
      label: exists ? path : `${path} (not found)`,
      disabled: !exists,
    }))}
    value={folder.root}
    onChange={(root) => root && onFolder({ root, path: '' })}
  />
)

const Trail = ({ folder, open }: { readonly folder: Folder; readonly open: (path: string) => void }) => {
  const trail = trailOf(folder)
  return (
    <nav aria-label="Folder">
      <Breadcrumbs separatorMargin={4} style={{ flexWrap: 'wrap' }}>
        {trail.map(({ name, path }, depth) =>
          depth === trail.length - 1 ? (
            <strong key={path} aria-current="location">
              {name}
            </strong>
          ) : (
            <Anchor key={path} component="button" type="button" mih={24} onClick={() => open(path)}>
              {name}
            </Anchor>
          ),
        )}
      </Breadcrumbs>
    </nav>
  )
}
