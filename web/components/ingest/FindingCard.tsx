import { Badge, Checkbox, Code, Group, Paper, Text } from '@mantine/core'
import { useId } from 'react'
import type { Finding } from '#elements/contract.ts'
import classes from './ingest.module.css'
import { isSound } from './ingestDraft.ts'
import { ProblemList } from './ProblemList.tsx'

type Props = { readonly finding: Finding; readonly accepted: boolean; readonly onAccept: (accepted: boolean) => void }

/** One recording or result of the folder: what it is, what is wrong with it, and whether to register it. */
export const FindingCard = ({ finding, accepted, onAccept }: Props) => {
  const { kind, reader, path, title, facts, problems } = finding
  const describedBy = useId()
  return (
    <Paper withBorder p="md" component="article" aria-label={title}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" mb="xs">
        <Checkbox
          label={
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Text>
          }
          aria-describedby={describedBy}
          checked={accepted}
          disabled={!isSound(finding)}
          onChange={(event) => onAccept(event.currentTarget.checked)}
        />
        <Badge variant="light" style={{ flex: 'none' }}>
          {kind}
        </Badge>
      </Group>
      <dl className={classes.facts} id={describedBy}>
        <dt>Where</dt>
        <dd>
          <Code>{path || '.'}</Code>
        </dd>
        <dt>Read by</dt>
        <dd>{reader}</dd>
        {facts.map(({ label, value }) => (
          <FactLine key={label} label={label} value={value} />
        ))}
      </dl>
      <ProblemList problems={problems} />
    </Paper>
  )
}

const FactLine = ({ label, value }: Finding['facts'][number]) => (
  <>
    <dt>{label}</dt>
    <dd>{value}</dd>
  </>
)
