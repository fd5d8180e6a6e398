import { AppShell } from '@mantine/core'
import { useDisclosure, useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { Outlet } from '@tanstack/react-router'
import { CommandPalette } from '../features/palette/CommandPalette.tsx'
import { AwayNotice } from './AwayNotice.tsx'
import { Navigation } from './Navigation.tsx'
import classes from './Shell.module.css'
import { TopBar } from './TopBar.tsx'

/** The frame around every page: top bar, navigation (full, rail of icons, or drawer on a phone), main. */
export const Shell = () => {
  const [drawerOpen, drawer] = useDisclosure(false)
  const [collapsed, setCollapsed] = useLocalStorage({ key: 'labbook.navigation', defaultValue: false })
  const narrow = useMediaQuery('(max-width: 62em)', false, { getInitialValueInEffect: false })
  const rail = narrow || collapsed
  return (
    <>
      <a className={classes.skip} href="#main">
        Skip to content
      </a>
      <AppShell
        header={{ height: 56 }}
        navbar={{ width: { base: 240, sm: rail ? 64 : 208 }, breakpoint: 'sm', collapsed: { mobile: !drawerOpen } }}
        transitionDuration={120}
      >
        <AppShell.Header className={classes.bar}>
          <TopBar drawerOpen={drawerOpen} toggleDrawer={drawer.toggle} />
        </AppShell.Header>
        <AppShell.Navbar className={classes.bar} aria-label="Main">
          <Navigation
            rail={rail && !drawerOpen}
            onNavigate={drawer.close}
            onToggle={narrow ? undefined : () => setCollapsed(!collapsed)}
          />
        </AppShell.Navbar>
        <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
          <AwayNotice />
          <Outlet />
        </AppShell.Main>
      </AppShell>
      <CommandPalette />
    </>
  )
}
