import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../../app/rootRoute.tsx'
import { optionalKey, optionalText } from '../../lib/searchParams.ts'
import { gridSearch } from './gridSearch.ts'

const index = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tables',
  validateSearch: z.object({ search: optionalText, tier: optionalText }),
  component: lazyRouteComponent(() => import('./TablesPage.tsx'), 'TablesPage'),
})

const grid = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tables/$table',
  validateSearch: gridSearch,
  component: lazyRouteComponent(() => import('./TablePage.tsx'), 'TablePage'),
})

const fresh = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tables/$table/new',
  validateSearch: z.object({ fixed: optionalKey, copy: optionalKey }),
  component: lazyRouteComponent(() => import('./NewRowPage.tsx'), 'NewRowPage'),
})

const edit = createRoute({
  getParentRoute: () => rootRoute,
  path: '/tables/$table/edit',
  validateSearch: z.object({ key: optionalKey }),
  component: lazyRouteComponent(() => import('./EditRowPage.tsx'), 'EditRowPage'),
})

export const tablesRoutes = [index, grid, fresh, edit] as const
