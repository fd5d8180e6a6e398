import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import './global.css'
import { RouterProvider } from '@tanstack/react-router'
import { useState } from 'react'
import { createQueryClient } from '../lib/queryClient.ts'
import { createClient } from '../lib/trpc.ts'
import { Providers } from './Providers.tsx'
import { createAppRouter } from './router.tsx'

/** The whole page: one router, one cache, one client. */
export const App = () => {
  const [queryClient] = useState(createQueryClient)
  const [client] = useState(() => createClient())
  const [router] = useState(createAppRouter)
  return (
    <Providers queryClient={queryClient} client={client}>
      <RouterProvider router={router} />
    </Providers>
  )
}
