import { Burger, Group, Kbd, UnstyledButton } from '@mantine/core'
import { spotlight } from '@mantine/spotlight'
import { IconSearch } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { PersonMenu } from '../features/person/PersonMenu.tsx'
import { ColorSchemeButton } from './ColorSchemeButton.tsx'
import { Logo } from './Logo.tsx'
import classes from './Shell.module.css'

type Props = { readonly drawerOpen: boolean; readonly toggleDrawer: () => void }

export const TopBar = ({ drawerOpen, toggleDrawer }: Props) => (
  <Group h="100%" px="md" gap="md" wrap="nowrap" justify="space-between">
    <Group gap="xs" wrap="nowrap">
      <Burger
        opened={drawerOpen}
        onClick={toggleDrawer}
        hiddenFrom="sm"
        size="sm"
        aria-label={drawerOpen ? 'Close navigation' : 'Open navigation'}
      />
      <Link to="/" className={classes.brand} aria-label="LabBook, home">
        <Logo />
        <span>LabBook</span>
      </Link>
    </Group>
    <UnstyledButton className={classes.search} onClick={spotlight.open} visibleFrom="xs">
      <IconSearch size={16} aria-hidden />
      <span style={{ flex: 1 }}>Go to, search, do…</span>
      <Kbd size="xs">Ctrl K</Kbd>
    </UnstyledButton>
    <Group gap={4} wrap="nowrap">
      <ColorSchemeButton />
      <PersonMenu />
    </Group>
  </Group>
)
