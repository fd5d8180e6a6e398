import { MantineProvider } from '@mantine/core'
import { ModalsProvider } from '@mantine/modals'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Client, TRPCProvider } from '../lib/trpc.ts'
import { cssVariables, theme } from './theme.ts'

type Props = { readonly queryClient: QueryClient; readonly client: Client; readonly children: ReactNode }

/** Theme, dialogs, notifications, cache and client: what every page and every component test stands on. */
export const Providers = ({ queryClient, client, children }: Props) => (
  <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <ModalsProvider>
          <Notifications position="bottom-right" containerWidth={380} />
          {children}
        </ModalsProvider>
      </TRPCProvider>
    </QueryClientProvider>
  </MantineProvider>
)
