import { Code, List, Stack, Text } from '@mantine/core'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { Answer } from '../../components/Answer.tsx'
import { CodeBlock } from '../../components/CodeBlock.tsx'
import { Panel } from '../../components/Panel.tsx'
import { usePipeline } from '../../lib/usePipeline.ts'

/** How DataJoint in Python opens the same database. */
export const PythonPanel = () => {
  const pipeline = usePipeline()
  return (
    <Panel title="Python">
      <Stack gap="sm">
        <Text size="sm">
          The database is a DataJoint database: rows entered here are rows there, and the other way round. To connect:
        </Text>
        <List size="sm" type="ordered" spacing={4}>
          <List.Item>
            Start LabBook with <Code>npm start -- --database-port 3307</Code>, unless it uses a server of the lab.
          </List.Item>
          <List.Item>
            <Code>npx labbook database url</Code> prints host, port, user and password.
          </List.Item>
          <List.Item>Open a schema in Python:</List.Item>
        </List>
        <Answer query={pipeline}>
          {(known) => <CodeBlock label="Python code to paste" code={pythonCode(known)} />}
        </Answer>
      </Stack>
    </Panel>
  )
}

/** The names of this lab's databases, ready to paste. */
const pythonCode = ({ tables }: Pipeline): string => {
  const schemas = new Map(tables.map(({ schema, database }) => [schema, database]))
  const lines = [...schemas].map(([schema, database]) => `${schema} = dj.VirtualModule('${schema}', '${database}')`)
  return ['import datajoint as dj', '', ...lines].join('\n')
}
