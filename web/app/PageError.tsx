import type { ErrorComponentProps } from '@tanstack/react-router'
import { ErrorState } from '../components/ErrorState.tsx'
import { Page } from '../components/Page.tsx'

/** Shown in place of a page that threw while it was drawn; the shell around it stays usable. */
export const PageError = ({ error, reset }: ErrorComponentProps) => (
  <Page title="This page could not be shown">
    <ErrorState error={error} retry={reset} />
  </Page>
)
