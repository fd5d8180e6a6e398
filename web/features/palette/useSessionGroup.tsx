import type { SpotlightActionGroupData } from '@mantine/spotlight'
import { IconListDetails } from '@tabler/icons-react'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import type { BoardRow } from '#app/views.ts'
import { keyId, keyText, type PlainKey } from '../../lib/labels.ts'
import { useTRPC } from '../../lib/trpc.ts'
import type { Navigate } from './paletteGroups.tsx'

/** Sessions that fit what is typed: by subject, date or note. */
export const useSessionGroup = (query: string, navigate: Navigate): SpotlightActionGroupData => {
  const trpc = useTRPC()
  const asked = query.trim().length >= 2
  const { data } = useQuery(
    trpc.session.board.queryOptions(asked ? { search: query.trim(), limit: 8 } : skipToken, {
      placeholderData: keepPreviousData,
    }),
  )
  return {
    group: 'Sessions',
    actions: asked ? (data?.rows ?? []).map((row) => sessionAction(row, query, navigate)) : [],
  }
}

/** The server has matched already: the query is a keyword, so that the palette's own filter lets it pass. */
const sessionAction = (row: BoardRow, query: string, navigate: Navigate) => ({
  id: `session ${keyId(row.session)}`,
  label: keyText(row.session),
  description: row.note || row.experimenters.join(', '),
  keywords: query,
  leftSection: <IconListDetails size={18} stroke={1.6} />,
  onClick: () => void navigate({ to: '/session', search: { key: row.session as PlainKey } }),
})
