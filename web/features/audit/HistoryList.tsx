import { Button } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import classes from './audit.module.css'
import type { AuditSearch } from './auditSearch.ts'
import { HistoryItem } from './HistoryItem.tsx'

const pageLength = 50

/** The writes that fit, a page at a time. */
export const HistoryList = ({ search, onShowAll }: { search: AuditSearch; onShowAll: () => void }) => {
  const trpc = useTRPC()
  const found = useInfiniteQuery(
    trpc.audit.list.infiniteQueryOptions(
      { ...search, limit: pageLength },
      {
        placeholderData: keepPreviousData,
        getNextPageParam: (page) => (page.length < pageLength ? undefined : String(page.at(-1)?.id)),
      },
    ),
  )
  return (
    <Answer query={found}>
      {({ pages }) =>
        pages[0]?.length === 0 ? (
          <NoWrites isFiltered={Object.values(search).some(Boolean)} onShowAll={onShowAll} />
        ) : (
          <>
            <ul className={classes.entries}>
              {pages.flat().map((entry) => (
                <HistoryItem key={entry.id} entry={entry} />
              ))}
            </ul>
            {found.hasNextPage && (
              <Button
                variant="default"
                mt="sm"
                loading={found.isFetchingNextPage}
                onClick={() => found.fetchNextPage()}
              >
                Show older writes
              </Button>
            )}
          </>
        )
      }
    </Answer>
  )
}

const NoWrites = ({ isFiltered, onShowAll }: { isFiltered: boolean; onShowAll: () => void }) =>
  isFiltered ? (
    <EmptyState
      icon={IconHistory}
      title="No such write"
      hint="Nothing that was written here fits what is chosen above."
    >
      <Button variant="light" onClick={onShowAll}>
        Show all writes
      </Button>
    </EmptyState>
  ) : (
    <EmptyState
      icon={IconHistory}
      title="Nothing was written yet"
      hint="What you enter, change or delete is told here."
    />
  )
