import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../../app/rootRoute.tsx'
import { optionalKey } from '../../lib/searchParams.ts'
import { boardSearch } from './boardSearch.ts'
import { newSessionSearch } from './new/newSessionSearch.ts'

const board = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions',
  validateSearch: boardSearch,
  component: lazyRouteComponent(() => import('./SessionsPage.tsx'), 'SessionsPage'),
})

const fresh = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions/new',
  validateSearch: newSessionSearch,
  component: lazyRouteComponent(() => import('./new/NewSessionPage.tsx'), 'NewSessionPage'),
})

const session = createRoute({
  getParentRoute: () => rootRoute,
  path: '/session',
  validateSearch: z.object({ key: optionalKey }),
  component: lazyRouteComponent(() => import('./SessionPage.tsx'), 'SessionPage'),
})

export const sessionsRoutes = [board, fresh, session] as const
