import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../../app/rootRoute.tsx'
import { optionalKey, optionalText } from '../../lib/searchParams.ts'

export const unitsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/units',
    validateSearch: z.object({ table: optionalText, key: optionalKey }),
    component: lazyRouteComponent(() => import('./UnitsPage.tsx'), 'UnitsPage'),
  }),
] as const
