import { Group, Stack, Text } from '@mantine/core'
import type { SessionResult } from '#app/views.ts'
import type { Pipeline } from '#core/pipeline/pipeline.ts'
import { LinkButton } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { ReloadButton } from '../../components/reloadKey/ReloadButton.tsx'
import { plural } from '../../lib/format.ts'
import { keyId, type PlainKey } from '../../lib/labels.ts'
import { type ResultPage, resultsByPage } from './resultPages.ts'

type Props = { readonly results: readonly SessionResult[]; readonly pipeline: Pipeline }

/** The sortings whose units and the segmentations whose ROIs can be looked at. */
export const Results = ({ results, pipeline }: Props) => {
  const pages = resultsByPage(results, pipeline)
  if (pages.length === 0) return <NoResult />
  return pages.map(({ page, results: own }) => (
    <Panel key={page.to} title={page.title}>
      <Stack gap="xs">
        {own.map((result) => (
          <ResultLine key={keyId(result.key)} page={page} result={result} />
        ))}
      </Stack>
    </Panel>
  ))
}

const NoResult = () => (
  <Panel title="Results">
    <Text size="sm" c="dimmed">
      No sorting and no segmentation has been loaded yet. Ingest a folder with the output of a spike sorter or of a
      program that finds cells, and let the pipeline run.
    </Text>
  </Panel>
)

const ResultLine = ({ page, result }: { readonly page: ResultPage; readonly result: SessionResult }) => {
  const key = result.key as PlainKey
  return (
    <Group justify="space-between">
      <div>
        <Text fw={550}>{result.title}</Text>
        <Text size="sm" c="dimmed">
          {plural(result.count, page.noun)}
        </Text>
      </div>
      <Group gap="xs">
        <ReloadButton table={masterOf(result.table)} rowKey={key} />
        <LinkButton
          to={page.to}
          search={{ table: result.table, key }}
          aria-label={`Look at the ${page.noun}s of ${result.title}`}
        >
          Look at the {page.noun}s
        </LinkButton>
      </Group>
    </Group>
  )
}

/** `ephys.CuratedClustering.Unit` -> `ephys.CuratedClustering`, the table that is made again. */
const masterOf = (table: string): string => table.split('.').slice(0, 2).join('.')
