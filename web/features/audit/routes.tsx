import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/rootRoute.tsx'
import { auditSearch } from './auditSearch.ts'

export const auditRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/history',
    validateSearch: auditSearch,
    component: lazyRouteComponent(() => import('./HistoryPage.tsx'), 'HistoryPage'),
  }),
] as const
