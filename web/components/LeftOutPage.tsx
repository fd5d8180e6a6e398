import { Text } from '@mantine/core'
import { IconTableOff } from '@tabler/icons-react'
import type { LeftOut } from '#app/listLeftOut.ts'
import { EmptyState } from './EmptyState.tsx'
import { LinkButton } from './links.tsx'
import { Page } from './Page.tsx'

/** In place of a table that is there and cannot be shown. */
export const LeftOutPage = ({ name, table, reason, cure }: LeftOut) => (
  <Page title={name} about={table}>
    <EmptyState
      icon={IconTableOff}
      title="This table cannot be shown"
      hint={
        <>
          <Text span display="block">
            {sentence(reason)}
          </Text>
          <Text span display="block" mt={4}>
            {cure}
          </Text>
        </>
      }
    >
      <LinkButton to="/pipeline" search={{ view: 'left-out' }} variant="default">
        All tables that are not shown
      </LinkButton>
    </EmptyState>
  </Page>
)

const sentence = (reason: string): string => `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`
