import { Button, Code, Group, Stack } from '@mantine/core'
import { IconFolderOpen, IconFolderSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { IngestResult } from '#app/views.ts'
import type { PlainKey } from '../../lib/labels.ts'
import { readError } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { Answer } from '../Answer.tsx'
import { EmptyState } from '../EmptyState.tsx'
import { Loading } from '../Loading.tsx'
import { FocusFirst } from './FocusFirst.tsx'
import { FolderBrowser } from './FolderBrowser.tsx'
import type { Folder } from './folderPath.ts'
import { IngestForm } from './IngestForm.tsx'

type Props = {
  readonly folder: Folder | null
  /** Whether the folder was chosen, and its contents are shown in place of the browser. */
  readonly isChosen: boolean
  readonly onFolder: (folder: Folder, isChosen: boolean) => void
  /** The session that the folder belongs to, where that is settled. */
  readonly session?: PlainKey | undefined
  readonly subject?: string | undefined
  readonly onRegistered: (result: IngestResult) => void
}

/** Choose a folder, see what is in it, register it. */
export const IngestFolder = ({ folder, isChosen, onFolder, ...rest }: Props) =>
  folder && isChosen ? (
    <ChosenFolder folder={folder} onBack={() => onFolder(folder, false)} {...rest} />
  ) : (
    <FolderBrowser
      folder={folder}
      onFolder={(next) => onFolder(next, false)}
      action={(open) => (
        <Button leftSection={<IconFolderSearch size={18} />} onClick={() => onFolder(open, true)}>
          Look into this folder
        </Button>
      )}
    />
  )

type ChosenProps = Pick<Props, 'session' | 'subject' | 'onRegistered'> & {
  readonly folder: Folder
  readonly onBack: () => void
}

const ChosenFolder = ({ folder, onBack, ...rest }: ChosenProps) => {
  const trpc = useTRPC()
  const pipeline = usePipeline()
  const proposal = useQuery(
    trpc.ingest.propose.queryOptions({ root: folder.root, directory: folder.path }, { staleTime: 0, gcTime: 0 }),
  )
  return (
    <Stack gap="md">
      <Group gap="sm">
        <IconFolderOpen size={20} aria-hidden />
        <Code style={{ overflowWrap: 'anywhere' }}>{[folder.root, folder.path].filter(Boolean).join('/')}</Code>
        <Button size="xs" variant="default" onClick={onBack}>
          Choose another folder
        </Button>
      </Group>
      {readError(proposal.error).code === 'NOTHING_FOUND' ? (
        <NothingFound onBack={onBack} />
      ) : (
        <Answer query={proposal} loading={<Loading label="Reading the folder…" />}>
          {(found) => (
            <Answer query={pipeline}>
              {(known) => (
                <FocusFirst>
                  <IngestForm proposal={found} pipeline={known} {...rest} />
                </FocusFirst>
              )}
            </Answer>
          )}
        </Answer>
      )}
    </Stack>
  )
}

const NothingFound = ({ onBack }: { readonly onBack: () => void }) => (
  <EmptyState
    icon={IconFolderSearch}
    title="Nothing here that LabBook can read"
    hint={
      <>
        It looks for SpikeGLX recordings (<Code>*.ap.meta</Code>, <Code>*.lf.meta</Code>) and for folders of Kilosort or
        phy (<Code>spike_times.npy</Code>, <Code>params.py</Code>), a few levels deep. Choose the folder that holds all
        files of one session.
      </>
    }
  >
    <Button variant="light" onClick={onBack}>
      Choose another folder
    </Button>
  </EmptyState>
)
