import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/rootRoute.tsx'
import { ingestSearch } from './ingestSearch.ts'

export const ingestRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/ingest',
    validateSearch: ingestSearch,
    component: lazyRouteComponent(() => import('./IngestPage.tsx'), 'IngestPage'),
  }),
] as const
