import { Button } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { IngestResult } from '#app/views.ts'
import { parentOf } from '../../components/ingest/folderPath.ts'
import { IngestDone } from '../../components/ingest/IngestDone.tsx'
import { IngestFolder } from '../../components/ingest/IngestFolder.tsx'
import { Page } from '../../components/Page.tsx'
import { Panel } from '../../components/Panel.tsx'
import { keyText } from '../../lib/labels.ts'

/** Register a folder of recordings and sortings with its session. */
export const IngestPage = () => {
  const { root, path = '', look = false, session, subject } = useSearch({ from: '/ingest' })
  const navigate = useNavigate({ from: '/ingest' })
  const [done, setDone] = useState<{ readonly of: string; readonly result: IngestResult } | null>(null)
  const shown = `${root} ${path}`
  return (
    <Page title="Ingest a folder" about={session ? `For the session ${keyText(session)}.` : about}>
      {done?.of === shown && look ? (
        <Panel>
          <IngestDone result={done.result}>
            <Button variant="subtle" onClick={() => void navigate({ search: { root, path: parentOf(path) ?? '' } })}>
              Ingest another folder
            </Button>
          </IngestDone>
        </Panel>
      ) : (
        <IngestFolder
          folder={root ? { root, path } : null}
          isChosen={look}
          onFolder={(folder, isChosen) =>
            void navigate({ search: (last) => ({ ...last, ...folder, look: isChosen || undefined }) })
          }
          session={session}
          subject={subject}
          onRegistered={(result) => setDone({ of: shown, result })}
        />
      )}
    </Page>
  )
}

const about =
  'Open the folder that holds all files of one session. LabBook looks at what is in it and proposes what to enter; nothing is written before you confirm.'
