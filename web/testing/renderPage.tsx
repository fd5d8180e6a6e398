import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from '@tanstack/react-router'
import { cleanup, configure, render } from '@testing-library/react'
import type { TRPCLink } from '@trpc/client'
import { TRPCClientError } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import type { ReactNode } from 'react'
import { afterEach, vi } from 'vitest'
import type { AppRouter } from '#api/router.ts'
import { Providers } from '../app/Providers.tsx'
import { createQueryClient } from '../lib/queryClient.ts'
import { createClient } from '../lib/trpc.ts'

/** Answers by procedure: `{ 'table.parents': (input) => […] }`. What throws is sent as the server sends its errors. */
export type Answers = Readonly<Record<string, (input: never) => unknown>>

/** Draws a component as a page: providers, a router and a server made of `answers`. */
export const renderPage = async (children: ReactNode, answers: Answers = {}) => {
  layoutless()
  const router = createRouter({
    routeTree: createRootRoute({ component: () => children }),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  await router.load()
  return render(
    <Providers queryClient={createQueryClient()} client={createClient(answeringLink(answers))}>
      <RouterProvider router={router as never} />
    </Providers>,
  )
}

afterEach(cleanup)
/** A busy machine may take longer to draw a form than the second that is the default. */
configure({ asyncUtilTimeout: 8000 })

/** An error of the catalogue as it arrives in the browser. */
export const serverError = (labbook: object): Error =>
  Object.assign(new TRPCClientError('refused'), { data: { labbook } })

const answeringLink =
  (answers: Answers): TRPCLink<AppRouter> =>
  () =>
  ({ op }) =>
    observable((observer) => {
      try {
        const answer = answers[op.path]
        if (!answer) throw new Error(`The test has no answer for ${op.path}.`)
        observer.next({ result: { type: 'data', data: answer(op.input as never) } })
        observer.complete()
      } catch (error) {
        observer.error(error as TRPCClientError<AppRouter>)
      }
    })

/** jsdom lays nothing out: what Mantine asks the browser about sizes gets a harmless answer. */
const layoutless = () => {
  vi.stubGlobal('matchMedia', (media: string) => ({
    media,
    matches: false,
    addEventListener: () => {},
    removeEventListener: () => {},
    addListener: () => {},
    removeListener: () => {},
  }))
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  )
  Element.prototype.scrollIntoView = () => {}
  vi.stubGlobal('scrollTo', () => {})
  Object.defineProperty(document, 'fonts', { configurable: true, value: new EventTarget() })
}
