import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/rootRoute.tsx'

export const jobsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/jobs',
    component: lazyRouteComponent(() => import('./JobsPage.tsx'), 'JobsPage'),
  }),
] as const
