import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { rootRoute } from '../../app/rootRoute.tsx'

export const ingestRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/ingest',
    component: lazyRouteComponent(() => import('./IngestPage.tsx'), 'IngestPage'),
  }),
] as const
