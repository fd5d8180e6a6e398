import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { findProgram } from './binaries.ts'

const folder = mkdtempSync(join(tmpdir(), 'labbook-bin-'))
afterAll(() => rmSync(folder, { recursive: true }))

const program = (name: string): string => {
  const path = join(folder, name)
  writeFileSync(path, '')
  chmodSync(path, 0o755)
  return path
}

test('a program is found on the PATH before the usual folders', () => {
  const path = program('mariadbd')
  expect(findProgram('mariadbd', { PATH: `/nowhere:${folder}` })).toBe(path)
})

test('the tools that lie beside a chosen server come first', () => {
  const tool = program('mariadb-install-db')
  expect(findProgram('mariadb-install-db', { PATH: '/usr/bin', MARIADBD_BIN: join(folder, 'mariadbd') })).toBe(tool)
})

test('a chosen program that is not there is named together with the cure', () => {
  expect(() => findProgram('mariadbd', { MARIADBD_BIN: '/nowhere/mariadbd' })).toThrow(
    expect.objectContaining({
      code: 'DATABASE_MISSING',
      message: expect.stringContaining('MARIADBD_BIN=/nowhere/mariadbd'),
      hint: expect.stringContaining('apt-get install mariadb-server-core'),
    }),
  )
})
