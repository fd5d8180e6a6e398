import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../../app/rootRoute.tsx'
import { optionalText } from '../../lib/searchParams.ts'

export const trashRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/trash',
    validateSearch: z.object({ table: optionalText }),
    component: lazyRouteComponent(() => import('./TrashPage.tsx'), 'TrashPage'),
  }),
] as const
