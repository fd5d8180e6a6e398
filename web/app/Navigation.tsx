import { Tooltip, UnstyledButton } from '@mantine/core'
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { navigation } from './navigation.ts'
import classes from './Shell.module.css'

type Props = {
  /** Icons only, names as tooltips. */
  readonly rail: boolean
  readonly onNavigate: () => void
  readonly onToggle?: (() => void) | undefined
}

export const Navigation = ({ rail, onNavigate, onToggle }: Props) => (
  <>
    <ul className={classes.links} style={{ flex: 1 }}>
      {navigation.map(({ to, label, icon: Icon }) => (
        <li key={to}>
          <Tooltip label={label} position="right" disabled={!rail}>
            <Link
              to={to}
              className={classes.link}
              activeOptions={{ exact: to === '/', includeSearch: false }}
              aria-label={label}
              onClick={onNavigate}
            >
              <Icon size={20} stroke={1.7} aria-hidden />
              {!rail && <span>{label}</span>}
            </Link>
          </Tooltip>
        </li>
      ))}
    </ul>
    {onToggle && <RailToggle rail={rail} onToggle={onToggle} />}
  </>
)

const RailToggle = ({ rail, onToggle }: { rail: boolean; onToggle: () => void }) => {
  const Icon = rail ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  const label = rail ? 'Expand navigation' : 'Collapse navigation'
  return (
    <div style={{ padding: 10 }}>
      <Tooltip label={label} position="right" disabled={!rail}>
        <UnstyledButton className={classes.link} onClick={onToggle} aria-expanded={!rail} aria-label={label}>
          <Icon size={20} stroke={1.7} aria-hidden />
          {!rail && <span>Collapse</span>}
        </UnstyledButton>
      </Tooltip>
    </div>
  )
}
