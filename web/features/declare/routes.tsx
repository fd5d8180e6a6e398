import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/rootRoute.tsx'

export const declareRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/declare',
    component: lazyRouteComponent(() => import('./DeclarePage.tsx'), 'DeclarePage'),
  }),
] as const
