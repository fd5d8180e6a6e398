import { useQuery } from '@tanstack/react-query'
import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useTRPC } from '../lib/trpc.ts'
import { renderPage, serverError } from '../testing/renderPage.tsx'
import { AwayNotice } from './AwayNotice.tsx'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const wait = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
const health = (answers: () => { ok: boolean } | Error) =>
  vi.stubGlobal('fetch', async () => {
    const answer = answers()
    if (answer instanceof Error) throw answer
    return answer
  })

it('says on a page where nothing happens that the database is away, and that it is back', async () => {
  let ok = true
  health(() => ({ ok }))
  await renderPage(<AwayNotice />)
  await wait(100)
  expect(screen.queryByRole('alert')).toBeNull()
  ok = false
  await wait(10_000)
  expect(screen.getByRole('alert').textContent).toMatch(/^The database does not answer\..*what you typed stays/)
  ok = true
  await wait(3000)
  expect(screen.queryByRole('alert')).toBeNull()
})

it('asks again for what failed as soon as the server is back', async () => {
  let isThere = false
  health(() => (isThere ? { ok: true } : new TypeError('Failed to fetch')))
  const list = () => {
    if (isThere) return [{ user: 'ann' }]
    throw serverError({ code: 'DATABASE_UNREACHABLE', message: 'The database does not answer.', hint: 'Start it.' })
  }
  await renderPage(
    <>
      <AwayNotice />
      <People />
    </>,
    { 'person.list': list },
  )
  await wait(2000)
  expect(screen.getByRole('alert').textContent).toContain('LabBook does not answer.')
  expect(screen.queryByText('1 person')).toBeNull()
  isThere = true
  await wait(3000)
  expect(screen.getByText('1 person')).toBeTruthy()
  expect(screen.queryByRole('alert')).toBeNull()
})

const People = () => {
  const people = useQuery(useTRPC().person.list.queryOptions())
  return people.data && <p>{people.data.length} person</p>
}
