import { Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import { useServerAway } from '../lib/useServerAway.ts'
import classes from './Shell.module.css'

/** Says over every page that server or database are away, and that nothing is lost. */
export const AwayNotice = () => {
  const away = useServerAway()
  if (!away) return null
  return (
    <div role="alert" className={classes.away}>
      <IconPlugConnectedX size={20} aria-hidden style={{ flex: 'none' }} />
      <Text size="sm">
        <b>{away.code === 'OFFLINE' ? 'LabBook does not answer.' : 'The database does not answer.'}</b> {away.hint} What
        is shown may be old, what you typed stays, and the page goes on by itself.
      </Text>
    </div>
  )
}
