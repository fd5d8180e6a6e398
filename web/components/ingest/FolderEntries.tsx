import { Text } from '@mantine/core'
import { IconChevronRight, IconCornerLeftUp, IconFile, IconFolder } from '@tabler/icons-react'
import { type KeyboardEvent, useRef } from 'react'
import type { FolderEntry } from '#app/views.ts'
import { formatBytes, plural } from '../../lib/format.ts'
import classes from './ingest.module.css'

type Props = {
  readonly entries: readonly FolderEntry[]
  /** The list still shows the folder before. */
  readonly isLoading: boolean
  readonly open: (path: string) => void
  /** To the folder above; null at the data root. */
  readonly up: (() => void) | null
}

/** What is in a folder: folders to go into, files to see that it is the right one. Arrow keys walk, Backspace goes up. */
export const FolderEntries = ({ entries, isLoading, open, up }: Props) => {
  const list = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) focusNeighbour(list.current, step)
    else if (event.key === 'Backspace' || event.key === 'ArrowLeft') up?.()
    else return
    event.preventDefault()
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys move the focus between the buttons inside */}
      <div ref={list} className={classes.entries} data-loading={isLoading || undefined} onKeyDown={onKeyDown}>
        {up && (
          <button type="button" className={classes.entry} onClick={up}>
            <IconCornerLeftUp size={18} aria-hidden />
            <span className={classes.name}>Folder above</span>
          </button>
        )}
        {entries.map((entry) => (
          <Entry key={entry.path} entry={entry} open={open} />
        ))}
        {entries.length === 0 && (
          <Text size="sm" c="dimmed" p="sm">
            This folder is empty.
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" aria-live="polite">
        {countText(entries)}
      </Text>
    </>
  )
}

const Entry = ({
  entry: { name, path, kind, bytes },
  open,
}: {
  readonly entry: FolderEntry
  readonly open: Props['open']
}) =>
  kind === 'folder' ? (
    <button type="button" className={classes.entry} onClick={() => open(path)}>
      <IconFolder size={18} aria-hidden />
      <span className={classes.name}>{name}</span>
      <IconChevronRight size={16} aria-hidden />
    </button>
  ) : (
    <div className={classes.entry} data-file>
      <IconFile size={18} aria-hidden />
      <span className={classes.name}>{name}</span>
      {bytes !== undefined && <span className={classes.bytes}>{formatBytes(bytes)}</span>}
    </div>
  )

const countText = (entries: readonly FolderEntry[]): string => {
  const folders = entries.filter(({ kind }) => kind === 'folder').length
  return `${plural(folders, 'folder')}, ${plural(entries.length - folders, 'file')}`
}

const focusNeighbour = (list: HTMLElement | null, step: number): void => {
  const buttons = [...(list?.querySelectorAll('button') ?? [])]
  const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
  buttons[Math.min(buttons.length - 1, Math.max(0, at + step))]?.focus()
}
