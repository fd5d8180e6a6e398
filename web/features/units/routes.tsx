import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/rootRoute.tsx'
import { unitsSearch } from './unitsSearch.ts'

export const unitsRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/units',
    validateSearch: unitsSearch,
    component: lazyRouteComponent(() => import('./UnitsPage.tsx'), 'UnitsPage'),
  }),
] as const
