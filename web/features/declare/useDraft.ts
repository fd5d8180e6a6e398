import { useSessionStorage } from '@mantine/hooks'
import { useEffect } from 'react'
import type { Draft } from './readDraft.ts'

const empty: Draft = { text: '', schema: 'our_lab' }
const key = 'labbook.declare'

/** The draft of this tab of the browser; it survives a reload, and goes when the page is left. */
export const useDraft = () => {
  const [draft, setDraft, clear] = useSessionStorage<Draft>({
    key,
    defaultValue: empty,
    getInitialValueInEffect: false,
  })
  useEffect(() => () => window.sessionStorage.removeItem(key), [])
  const change = (next: Partial<Draft>) => setDraft({ ...draft, ...next })
  return { draft, change, clear }
}

/** What newcomers can begin with. */
export const example = `[Weighing: manual]
# One weighing of a subject
-> subject.Subject
weighed_at : datetime      # local time
---
weight     : float         # g
note = ''  : varchar(255)  # anything else

[Weighing.Photo]
# Picture of the scale
-> master
photo      : int           # number of the photo
---
picture    : <blob>        # RGB
`
