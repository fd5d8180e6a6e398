import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Answer } from '../../components/Answer.tsx'
import { StoredFolderList } from '../../components/storedFolder/StoredFolderList.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import type { MoreProps } from '../fieldType.ts'
import { ValueContents } from './ValueContents.tsx'

/** The files of a value that is a folder, such as a zarr array: each is shown and downloaded by itself. */
export const ValueFolder = (place: Omit<MoreProps, 'value'>) => {
  const { attribute, table, rowKey } = place
  const [path, open] = useState('')
  const trpc = useTRPC()
  const listing = useInfiniteQuery(
    trpc.table.valueFolder.infiniteQueryOptions(
      { table, key: rowKey, attribute: attribute.name, path },
      { getNextPageParam: ({ next }) => next ?? undefined, retry: false },
    ),
  )
  return (
    <Answer query={listing}>
      {({ pages }) => (
        <StoredFolderList
          {...{ path, open }}
          root={attribute.name}
          entries={pages.flatMap(({ entries }) => entries)}
          more={listing.hasNextPage ? () => void listing.fetchNextPage() : undefined}
          action={(file) => <ValueContents {...place} path={file} />}
        />
      )}
    </Answer>
  )
}
