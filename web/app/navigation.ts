import {
  IconChecklist,
  IconFolderDown,
  IconHistory,
  IconHome,
  IconListDetails,
  IconSettings,
  IconSitemap,
  IconTable,
  IconTrash,
} from '@tabler/icons-react'

/** The main navigation, also the first group of the command palette. */
export const navigation = [
  { to: '/', label: 'Home', icon: IconHome, about: 'What runs, what failed, what is left to do' },
  { to: '/sessions', label: 'Sessions', icon: IconListDetails, about: 'Every session and how far the pipeline got' },
  { to: '/pipeline', label: 'Pipeline', icon: IconSitemap, about: 'All tables and how they depend on each other' },
  { to: '/tables', label: 'Tables', icon: IconTable, about: 'Rows of any table' },
  { to: '/jobs', label: 'Jobs', icon: IconChecklist, about: 'What is computed, queued or failed' },
  { to: '/ingest', label: 'Ingest', icon: IconFolderDown, about: 'Register a folder of recordings' },
  { to: '/history', label: 'History', icon: IconHistory, about: 'Who wrote what and when, attribute by attribute' },
  { to: '/trash', label: 'Trash', icon: IconTrash, about: 'Deleted rows, and the way back' },
  { to: '/settings', label: 'Settings', icon: IconSettings, about: 'Data folders, people, connection' },
] as const
