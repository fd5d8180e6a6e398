import { ActionIcon, Badge, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconFolder, IconFolderX, IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { DataRoot } from '#app/views.ts'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Panel } from '../../components/Panel.tsx'
import { readError } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'
import classes from './settings.module.css'

/** Folders below which recordings are found. LabBook reads there and nowhere else. */
export const DataRootsPanel = () => {
  const trpc = useTRPC()
  const roots = useQuery(trpc.root.list.queryOptions())
  return (
    <Panel title="Data folders">
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Recordings and results are read below these folders of the computer that runs LabBook, and nowhere else. The
          database keeps paths relative to them, so that a folder may move.
        </Text>
        <Answer query={roots}>{(list) => <RootList roots={list} />}</Answer>
        <AddRoot />
      </Stack>
    </Panel>
  )
}

const RootList = ({ roots }: { roots: readonly DataRoot[] }) =>
  roots.length === 0 ? (
    <EmptyState
      icon={IconFolder}
      title="No data folder yet"
      hint="Add the folder that holds your sessions, such as /data/ephys."
    />
  ) : (
    <ul className={classes.roots}>
      {roots.map((root) => (
        <RootItem key={root.path} root={root} />
      ))}
    </ul>
  )

const sources: Record<DataRoot['source'], string> = {
  environment: 'from LABBOOK_DATA_ROOTS',
  configuration: 'set when LabBook started',
  page: 'added here',
}

const RootItem = ({ root }: { root: DataRoot }) => (
  <li className={classes.root}>
    {root.exists ? <IconFolder size={18} aria-hidden /> : <IconFolderX size={18} aria-hidden />}
    <Text ff="monospace" size="sm" style={{ flex: 1, overflowWrap: 'anywhere' }}>
      {root.path}
    </Text>
    <Badge variant="light" color="gray" c={root.exists ? 'var(--lb-good)' : 'var(--lb-bad)'}>
      {root.exists ? 'found' : 'not found'}
    </Badge>
    <Text size="xs" c="dimmed" w={160}>
      {sources[root.source]}
    </Text>
    {root.source === 'page' ? <RemoveRoot path={root.path} /> : <span className={classes.noButton} />}
  </li>
)

const RemoveRoot = ({ path }: { path: string }) => {
  const { remove } = useRootChanges()
  return (
    <Tooltip label="Stop reading here. Nothing is deleted.">
      <ActionIcon
        variant="subtle"
        color="gray"
        c="dimmed"
        size={44}
        aria-label={`Remove ${path}`}
        loading={remove.isPending}
        onClick={() => remove.mutate({ path })}
      >
        <IconTrash size={18} />
      </ActionIcon>
    </Tooltip>
  )
}

const AddRoot = () => {
  const [path, setPath] = useState('')
  const { add } = useRootChanges(() => setPath(''))
  const problem = add.error ? readError(add.error) : null
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        add.mutate({ path: path.trim() })
      }}
    >
      <Group align="flex-start" gap="xs">
        <TextInput
          style={{ flex: 1 }}
          label="Add a folder"
          description="Absolute path on the computer that runs LabBook"
          placeholder="/data/ephys"
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
          error={problem?.message}
        />
        <Button
          type="submit"
          mt={24}
          leftSection={<IconPlus size={16} />}
          loading={add.isPending}
          disabled={path.trim() === ''}
        >
          Add
        </Button>
      </Group>
    </form>
  )
}

const useRootChanges = (onAdded?: () => void) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const keep = (roots: readonly DataRoot[]) => cache.setQueryData(trpc.root.list.queryKey(), roots)
  const add = useMutation(
    trpc.root.add.mutationOptions({
      onSuccess: (roots) => {
        keep(roots)
        onAdded?.()
      },
    }),
  )
  const remove = useMutation(trpc.root.remove.mutationOptions({ onSuccess: keep }))
  return { add, remove }
}
