import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { z } from 'zod'
import { rootRoute } from '../../app/rootRoute.tsx'
import { optionalFlag, optionalText, optionalTexts } from '../../lib/searchParams.ts'

export const pipelineSearch = z.object({
  /** Schemas that are shown; all when absent. */
  schemas: optionalTexts,
  /** Schemas drawn as one node. */
  collapsed: optionalTexts,
  lookups: optionalFlag,
  parts: optionalFlag,
  search: optionalText,
  /** Table in the side panel. */
  table: optionalText,
  view: z.enum(['graph', 'list', 'left-out']).optional().catch(undefined),
})
export type PipelineSearch = z.infer<typeof pipelineSearch>

export const pipelineRoutes = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: '/pipeline',
    validateSearch: pipelineSearch,
    component: lazyRouteComponent(() => import('./PipelinePage.tsx'), 'PipelinePage'),
  }),
] as const
