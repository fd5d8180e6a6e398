import { Button, Modal } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Answer } from '../../components/Answer.tsx'
import { StoredFolderList } from '../../components/storedFolder/StoredFolderList.tsx'
import { useTRPC } from '../../lib/trpc.ts'

type Props = {
  readonly table: string
  readonly attribute: string
  readonly choose: (path: string) => void
  readonly close: () => void
}

/** Chooses a file that lies in the store of a `filepath` already. */
export const StoreBrowser = ({ table, attribute, choose, close }: Props) => {
  const [path, open] = useState('')
  const trpc = useTRPC()
  const listing = useInfiniteQuery(
    trpc.table.storeFolder.infiniteQueryOptions(
      { table, attribute, path },
      { getNextPageParam: ({ next }) => next ?? undefined, retry: false },
    ),
  )
  return (
    <Modal opened onClose={close} title={`Choose a file for ${attribute}`} size="lg">
      <Answer query={listing}>
        {({ pages }) => (
          <StoredFolderList
            {...{ path, open }}
            root="Store"
            entries={pages.flatMap(({ entries }) => entries)}
            more={listing.hasNextPage ? () => void listing.fetchNextPage() : undefined}
            action={(file, { name }) => (
              <Button size="compact-xs" variant="default" aria-label={`Choose ${name}`} onClick={() => choose(file)}>
                Choose
              </Button>
            )}
          />
        )}
      </Answer>
    </Modal>
  )
}
