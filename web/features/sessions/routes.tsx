import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../../app/rootRoute.tsx'
import { optionalKey, optionalText } from '../../lib/searchParams.ts'

const board = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions',
  validateSearch: z.object({ search: optionalText }),
  component: lazyRouteComponent(() => import('./SessionsPage.tsx'), 'SessionsPage'),
})

const fresh = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sessions/new',
  validateSearch: z.object({ subject: optionalText }),
  component: lazyRouteComponent(() => import('./SessionsPage.tsx'), 'SessionsPage'),
})

const session = createRoute({
  getParentRoute: () => rootRoute,
  path: '/session',
  validateSearch: z.object({ key: optionalKey }),
  component: lazyRouteComponent(() => import('./SessionsPage.tsx'), 'SessionsPage'),
})

export const sessionsRoutes = [board, fresh, session] as const
