import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/rootRoute.tsx'
import { roisSearch } from './roisSearch.ts'

export const roisRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/rois',
    validateSearch: roisSearch,
    component: lazyRouteComponent(() => import('./RoisPage.tsx'), 'RoisPage'),
  }),
] as const
