import { Text } from '@mantine/core'
import { Panel } from '../../components/Panel.tsx'
import { formatCount } from '../../lib/format.ts'
import { usePipeline, useServerVersion } from '../../lib/usePipeline.ts'

export const AboutPanel = () => {
  const version = useServerVersion()
  const tables = usePipeline().data?.tables ?? []
  const schemas = new Set(tables.map(({ schema }) => schema))
  return (
    <Panel title="About">
      <Text size="sm">
        LabBook{version ? ` ${version}` : ''}, a lab notebook on {formatCount(tables.length)} tables in{' '}
        {formatCount(schemas.size)} schemas. MIT licence.
      </Text>
    </Panel>
  )
}
