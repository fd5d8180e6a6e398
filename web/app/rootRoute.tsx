import { createRootRoute } from '@tanstack/react-router'
import { NotFoundPage } from './NotFoundPage.tsx'
import { PageError } from './PageError.tsx'
import { Shell } from './Shell.tsx'

/** Parent of every route: the shell, and what is shown for an unknown address or a page that breaks. */
export const rootRoute = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: PageError,
})
