import type { SpotlightActionGroupData } from '@mantine/spotlight'
import { IconMoon, IconPlus, IconTable, IconTablePlus } from '@tabler/icons-react'
import type { UseNavigateResult } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { Table } from '#core/pipeline/table.ts'
import type { navigation } from '../../app/navigation.ts'
import { tableTitle } from '../../lib/labels.ts'

export type Navigate = UseNavigateResult<string>

/** What people come to do. */
export const actionGroup = (navigate: Navigate, toggleColorScheme: () => void): SpotlightActionGroupData => ({
  group: 'Do',
  actions: [
    {
      id: 'new-session',
      label: 'New session',
      keywords: 'add enter record',
      leftSection: icon(IconPlus),
      onClick: () => void navigate({ to: '/sessions/new' }),
    },
    {
      id: 'new-subject',
      label: 'New subject',
      keywords: 'add enter animal mouse rat',
      leftSection: icon(IconPlus),
      onClick: () => void navigate({ to: '/tables/$table/new', params: { table: 'subject.Subject' } }),
    },
    {
      id: 'declare',
      label: 'Declare tables',
      keywords: 'create new table schema definition sql',
      leftSection: icon(IconTablePlus),
      onClick: () => void navigate({ to: '/declare' }),
    },
    {
      id: 'scheme',
      label: 'Switch between light and dark',
      keywords: 'theme colour scheme night',
      leftSection: icon(IconMoon),
      onClick: toggleColorScheme,
    },
  ],
})

export const pageGroup = (pages: typeof navigation, navigate: Navigate): SpotlightActionGroupData => ({
  group: 'Pages',
  actions: pages.map(({ to, label, about, icon: Icon }) => ({
    id: `page ${to}`,
    label,
    description: about,
    leftSection: icon(Icon),
    onClick: () => void navigate({ to }),
  })),
})

export const tableGroup = (tables: readonly Table[], navigate: Navigate): SpotlightActionGroupData => ({
  group: 'Tables',
  actions: tables.map((table) => ({
    id: `table ${table.name}`,
    label: table.name,
    description: table.comment || tableTitle(table.className),
    keywords: tableTitle(table.className),
    leftSection: icon(IconTable),
    onClick: () => void navigate({ to: '/tables/$table', params: { table: table.name } }),
  })),
})

const icon = (Icon: ComponentType<{ size?: number; stroke?: number }>) => <Icon size={18} stroke={1.6} />
