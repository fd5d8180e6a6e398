import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react'
import type { Problem } from '#elements/contract.ts'
import classes from './ingest.module.css'

/** Errors and warnings, told by icon and word as well as by colour. */
export const ProblemList = ({ problems }: { readonly problems: readonly Problem[] }) =>
  problems.length > 0 && (
    <ul className={classes.problems}>
      {problems.map(({ level, message }) => (
        <li key={level + message} className={classes.problem} data-level={level}>
          {level === 'error' ? <IconAlertCircle size={17} aria-hidden /> : <IconAlertTriangle size={17} aria-hidden />}
          <span>
            <strong>{level === 'error' ? 'Error' : 'Warning'}:</strong> {message}
          </span>
        </li>
      ))}
    </ul>
  )
