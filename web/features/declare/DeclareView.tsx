import { Button, Group, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { useUnsavedGuard } from '../../components/useUnsavedGuard.tsx'
import { CreatedTables } from './CreatedTables.tsx'
import { CreateTables } from './CreateTables.tsx'
import { DefinitionEditor } from './DefinitionEditor.tsx'
import { DraftResult } from './DraftResult.tsx'
import classes from './declare.module.css'
import { readDraft } from './readDraft.ts'
import { example, useDraft } from './useDraft.ts'

/** The text at the left, what it means at the right. */
export const DeclareView = ({ pipeline, prefix }: { pipeline: Pipeline; prefix: string }) => {
  const { draft, change, clear } = useDraft()
  const [created, setCreated] = useState<readonly string[]>([])
  const read = readDraft(draft, pipeline, prefix)
  useUnsavedGuard(draft.text.trim() !== '')
  const onCreated = (tables: readonly string[]) => {
    setCreated(tables)
    clear()
  }
  return (
    <Stack gap="md">
      {created.length > 0 && <CreatedTables tables={created} />}
      <div className={classes.columns}>
        <Stack gap="sm">
          <Group align="flex-end" justify="space-between">
            <TextInput
              label="Schema"
              description="of tables whose heading names none"
              value={draft.schema}
              error={
                isSchemaName(draft.schema) ? undefined : 'Lower-case letters, digits and _, beginning with a letter.'
              }
              onChange={(event) => change({ schema: event.currentTarget.value })}
            />
            {draft.text === '' && (
              <Button variant="default" onClick={() => change({ text: example })}>
                Begin with an example
              </Button>
            )}
          </Group>
          <DefinitionEditor text={draft.text} problem={read.problem} onChange={(text) => change({ text })} />
          <CreateTables draft={draft} read={read} onCreated={onCreated} />
        </Stack>
        <DraftResult read={read} />
      </div>
    </Stack>
  )
}

const isSchemaName = (name: string): boolean => name === '' || /^[a-z][a-z0-9_]*$/.test(name)
