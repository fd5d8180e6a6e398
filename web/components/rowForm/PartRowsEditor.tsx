import { ActionIcon, Button, Group, Paper, Stack, Text, Title, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import type { Table } from '#core/pipeline/table.ts'
import { tableTitle } from '../../lib/labels.ts'
import { FormEntries } from './FormEntries.tsx'
import { formEntries } from './formEntries.ts'
import { chooseParent, type FormErrors, type FormValues } from './formValues.ts'
import { newPartRow, type PartRow, partErrorName } from './useRowForm.ts'

type Props = {
  readonly part: Table
  readonly pipeline: Pipeline
  readonly rows: readonly PartRow[]
  readonly errors: FormErrors
  readonly onChange: (rows: readonly PartRow[]) => void
}

/** The rows of one part, saved in one transaction with their master. */
export const PartRowsEditor = ({ part, pipeline, rows, errors, onChange }: Props) => {
  const title = tableTitle(part.className.split('.').at(-1) ?? part.className)
  return (
    <Stack gap="sm" py="xs" component="section" aria-label={title}>
      <Group justify="space-between" wrap="nowrap">
        <Group gap="sm" align="baseline">
          <Title order={3} size="sm">
            {title}
          </Title>
          {part.comment && (
            <Text size="sm" c="dimmed">
              {part.comment}
            </Text>
          )}
        </Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...rows, newPartRow(part)])}
        >
          Add {title.toLowerCase()}
        </Button>
      </Group>
      {rows.map((row, index) => (
        <PartRowInputs
          key={row.id}
          {...{ part, pipeline, row, title: `${title} ${index + 1}` }}
          errors={errorsOfRow(errors, part, index)}
          onChange={(values) => onChange(rows.map((other) => (other.id === row.id ? { ...other, values } : other)))}
          onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
    </Stack>
  )
}

type RowProps = Pick<Props, 'part' | 'pipeline' | 'errors'> & {
  readonly row: PartRow
  readonly title: string
  readonly onChange: (values: FormValues) => void
  readonly onRemove: () => void
}

const PartRowInputs = ({ part, pipeline, row, title, errors, onChange, onRemove }: RowProps) => {
  const { key, details } = formEntries(part, pipeline)
  return (
    <Paper withBorder p="sm" role="group" aria-label={title}>
      <Group align="flex-start" wrap="nowrap">
        <div style={{ flex: 1 }}>
          <FormEntries
            {...{ table: part, pipeline, errors }}
            entries={[...key, ...details]}
            values={row.values}
            fixed={noneFixed}
            setValue={(name, text) => onChange({ ...row.values, [name]: text })}
            setParent={(foreignKey, chosen) => onChange(chooseParent(part, row.values, foreignKey, chosen))}
          />
        </div>
        <Tooltip label={`Remove ${title.toLowerCase()}`}>
          <ActionIcon variant="subtle" color="red" size={44} aria-label={`Remove ${title}`} onClick={onRemove}>
            <IconTrash size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </Paper>
  )
}

const noneFixed: ReadonlySet<string> = new Set()

const errorsOfRow = (errors: FormErrors, part: Table, index: number): FormErrors => {
  const prefix = partErrorName(part.name, index, '')
  return Object.fromEntries(
    Object.entries(errors)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, problem]) => [name.slice(prefix.length), problem]),
  )
}
