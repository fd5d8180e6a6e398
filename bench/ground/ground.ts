import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from '@playwright/test'
import { createClosing } from '#server/closing.ts'
import type { RunningLabBook } from '../../e2e/fixtures/startLabBook.ts'
import type { Size } from '../figure.ts'
import type { Options } from '../options.ts'
import { openBrowser } from './browser.ts'
import { openLabBook } from './labbook.ts'
import { openPython, type Python } from './python.ts'
import { openServer, type Server } from './server.ts'

/** What figures measure on. Each thing is started when it is first asked for, and shared by the figures. */
export type Ground = {
  readonly size: Size
  /** A folder of this run's own; gone at its end. */
  readonly folder: string
  readonly say: (message: string) => void
  /** A MariaDB of its own, as durable as the product's, and our tables of bench/core in it. */
  server(): Promise<Server>
  /** datajoint-python on that server; null where there is none. */
  python(): Promise<Python | null>
  /** The built product on an empty home of its own, without its worker; data lie below `folder`. */
  labbook(): Promise<RunningLabBook>
  browser(): Promise<Browser>
  /** Work that several figures build on is done once in a run, by whichever asks first. */
  once<T>(name: string, work: () => Promise<T>): Promise<T>
  close(): Promise<void>
}

export const openGround = ({ size, folder: parent }: Pick<Options, 'size' | 'folder'>, say: Ground['say']): Ground => {
  const folder = mkdtempSync(join(parent, 'labbook-bench-'))
  const closing = createClosing()
  closing.add(() => rmSync(folder, { recursive: true, force: true }))
  const closed = <T>(open: () => Promise<T>, close: (opened: T) => unknown) =>
    once(async () => {
      const opened = await open()
      closing.add(() => close(opened))
      return opened
    })
  const server = closed(
    () => openServer(join(folder, 'server')),
    ({ close }) => close(),
  )
  const works = new Map<string, Promise<unknown>>()
  return {
    size,
    folder,
    say,
    server,
    python: closed(
      async () => openPython(await server()),
      (python) => python?.close(),
    ),
    labbook: closed(
      () => openLabBook(folder),
      ({ stop }) => stop(),
    ),
    browser: closed(openBrowser, (browser) => browser.close()),
    once: <T>(name: string, work: () => Promise<T>) => {
      const known = works.get(name) ?? work()
      works.set(name, known)
      return known as Promise<T>
    },
    close: once(closing.run),
  }
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
