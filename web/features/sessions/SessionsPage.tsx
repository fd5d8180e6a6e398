import { Button, Group, Pagination, Text } from '@mantine/core'
import { IconCalendarPlus, IconFlask2 } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Answer } from '../../components/Answer.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { LinkButton } from '../../components/links.tsx'
import { Page } from '../../components/Page.tsx'
import { plural } from '../../lib/format.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { slowRefresh, useRefreshOnChange } from '../../lib/useRefreshOnChange.ts'
import { BoardFilters } from './BoardFilters.tsx'
import { BoardTable } from './BoardTable.tsx'
import { type BoardSearch, boardRequest, pageSize } from './boardSearch.ts'

/** The board: every session and how far each stage of the pipeline is with it. */
export const SessionsPage = () => {
  const search = useSearch({ from: '/sessions' })
  const navigate = useNavigate({ from: '/sessions' })
  const trpc = useTRPC()
  const options = trpc.session.board.queryOptions(boardRequest(search), {
    refetchInterval: slowRefresh,
    placeholderData: keepPreviousData,
  })
  const board = useQuery(options)
  useRefreshOnChange(options.queryKey)
  const change = (part: Partial<BoardSearch>) =>
    void navigate({ search: (last) => ({ ...last, page: undefined, ...part }), replace: true })
  return (
    <Page
      title="Sessions"
      size="wide"
      about="Each row is a session, each column a stage of the pipeline."
      actions={
        <LinkButton to="/sessions/new" leftSection={<IconCalendarPlus size={18} />}>
          New session
        </LinkButton>
      }
    >
      <BoardFilters search={search} onChange={change} />
      <Answer query={board}>
        {(found) =>
          found.rows.length === 0 ? (
            <NoSessions
              isFiltered={Object.values(search).some(Boolean)}
              onClear={() => void navigate({ search: {} })}
            />
          ) : (
            <>
              <BoardTable board={found} />
              <Group justify="space-between" mt="sm">
                <Text size="sm" c="dimmed">
                  {plural(found.total, 'session')}
                </Text>
                {found.total > pageSize && (
                  <Pagination
                    total={Math.ceil(found.total / pageSize)}
                    value={search.page ?? 1}
                    onChange={(page) => change({ page })}
                    getControlProps={pageLabel}
                  />
                )}
              </Group>
            </>
          )
        }
      </Answer>
    </Page>
  )
}

const pageLabel = (control: string) => ({ 'aria-label': `${control} page` })

const NoSessions = ({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) =>
  isFiltered ? (
    <EmptyState title="No session fits" hint="Widen the search, or clear it.">
      <Button variant="light" onClick={onClear}>
        Clear the filters
      </Button>
    </EmptyState>
  ) : (
    <EmptyState
      icon={IconFlask2}
      title="There are no sessions yet"
      hint="Enter one, and point it at its folder of recordings."
    >
      <LinkButton to="/sessions/new">New session</LinkButton>
    </EmptyState>
  )
