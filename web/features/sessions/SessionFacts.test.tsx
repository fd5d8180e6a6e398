import { screen } from '@testing-library/react'
import { expect, it } from 'vitest'
import { sessionRoles } from '#core/assembly/sessionRoles.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { renderPage } from '../../testing/renderPage.tsx'
import { SessionFacts } from './SessionFacts.tsx'

const roles = sessionRoles(
  compilePipeline(
    [
      { name: 'subject', tables: [{ name: 'Subject', tier: 'manual', definition: 'animal : int' }] },
      {
        name: 'session',
        tables: [
          {
            name: 'Session',
            tier: 'manual',
            definition: "-> subject.Subject\nday : date\nrun : int\n---\nmaze = '' : varchar(8)\nscore = null : float",
          },
          { name: 'SessionDirectory', tier: 'manual', definition: '-> Session\n---\nfolder : varchar(99)' },
        ],
      },
    ],
    { prefix: 't_', blobStyle: 'codec' },
  ),
)
const session = { animal: 7, day: '2024-01-02', run: 3, maze: 'left', score: null }
const view = {
  session,
  subject: { animal: 7 },
  directory: 'raw/7',
  experimenters: [],
  note: null,
  tables: [],
  results: [],
  jobs: [],
}

it('tells what the lab’s own table of sessions tells, and nothing of what it has no table for', async () => {
  await renderPage(<SessionFacts view={view} roles={roles} />, {})
  const told = [...document.querySelectorAll('dl > *')].map(({ textContent }) => textContent)
  expect(told).toEqual(['Subject', '7', 'Started', '2024-01-02', 'Run', '3', 'Maze', 'left', 'Folder', 'raw/7'])
  expect(screen.getByRole('link', { name: '7' })).toBeTruthy()
})
