import { createRouter } from '@tanstack/react-router'
import { auditRoutes } from '../features/audit/routes.tsx'
import { declareRoutes } from '../features/declare/routes.tsx'
import { homeRoutes } from '../features/home/routes.tsx'
import { ingestRoutes } from '../features/ingest/routes.tsx'
import { jobsRoutes } from '../features/jobs/routes.tsx'
import { pipelineRoutes } from '../features/pipeline/routes.tsx'
import { roisRoutes } from '../features/rois/routes.tsx'
import { sessionsRoutes } from '../features/sessions/routes.tsx'
import { settingsRoutes } from '../features/settings/routes.tsx'
import { tablesRoutes } from '../features/tables/routes.tsx'
import { trashRoutes } from '../features/trash/routes.tsx'
import { unitsRoutes } from '../features/units/routes.tsx'
import { rootRoute } from './rootRoute.tsx'

const routeTree = rootRoute.addChildren([
  ...homeRoutes,
  ...sessionsRoutes,
  ...pipelineRoutes,
  ...tablesRoutes,
  ...declareRoutes,
  ...unitsRoutes,
  ...roisRoutes,
  ...jobsRoutes,
  ...ingestRoutes,
  ...auditRoutes,
  ...trashRoutes,
  ...settingsRoutes,
])

/** Each feature brings its routes in `features/<feature>/routes.tsx`; pages load when first visited or pointed at. */
export const createAppRouter = () =>
  createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true, defaultViewTransition: false })

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
