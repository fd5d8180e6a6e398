import { useMantineColorScheme } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { navigation } from '../../app/navigation.ts'
import { usePipeline } from '../../lib/usePipeline.ts'
import { actionGroup, pageGroup, tableGroup } from './paletteGroups.tsx'
import { useSessionGroup } from './useSessionGroup.tsx'

/** Ctrl/Cmd-K: every page, table and session, and what one does most. */
export const CommandPalette = () => {
  const [query, setQuery] = useState('')
  const [settled] = useDebouncedValue(query, 200)
  const navigate = useNavigate()
  const { toggleColorScheme } = useMantineColorScheme()
  const tables = usePipeline().data?.tables ?? []
  const groups: SpotlightActionGroupData[] = [
    actionGroup(navigate, toggleColorScheme),
    pageGroup(navigation, navigate),
    useSessionGroup(settled, navigate),
    tableGroup(tables, navigate),
  ]
  return (
    <Spotlight
      query={query}
      onQueryChange={setQuery}
      actions={groups.filter(({ actions }) => actions.length > 0)}
      shortcut={['mod + K']}
      tagsToIgnore={neverIgnored}
      limit={30}
      title="Go to, search, do"
      styles={onlyToName}
      scrollable
      maxHeight="60vh"
      highlightQuery
      nothingFound="Nothing of that name. Try a table, a subject or a date such as 2024-01-31."
      searchProps={{
        leftSection: <IconSearch size={18} stroke={1.5} />,
        placeholder: 'Page, table, subject, date, action…',
        'aria-label': 'Go to or do',
      }}
    />
  )
}

/** The title names the dialog for those who do not see it. */
const onlyToName = { header: { display: 'none' } }

/** The keys mean nothing else in an input, so they work while one is typing. */
const neverIgnored: string[] = []
