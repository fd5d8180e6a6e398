import { IconMapOff } from '@tabler/icons-react'
import { useLocation } from '@tanstack/react-router'
import { EmptyState } from '../components/EmptyState.tsx'
import { LinkButton } from '../components/links.tsx'
import { Page } from '../components/Page.tsx'

export const NotFoundPage = () => {
  const { pathname } = useLocation()
  return (
    <Page title="Page not found">
      <EmptyState
        icon={IconMapOff}
        title={`There is nothing at ${pathname}`}
        hint="The address may be mistyped, or what it showed was deleted."
      >
        <LinkButton to="/">Go to Home</LinkButton>
      </EmptyState>
    </Page>
  )
}
