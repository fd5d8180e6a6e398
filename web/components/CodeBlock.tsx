import { ActionIcon, Code, CopyButton, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import classes from './CodeBlock.module.css'

/** Text to read and to copy. `label` names it for a screen reader. */
export const CodeBlock = ({ code, label }: { code: string; label: string }) => (
  <div className={classes.frame}>
    <Code block className={classes.code} tabIndex={0} role="region" aria-label={label}>
      {code}
    </Code>
    <CopyButton value={code}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : 'Copy'}>
          <ActionIcon className={classes.copy} variant="default" size={32} onClick={copy} aria-label={`Copy ${label}`}>
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  </div>
)
