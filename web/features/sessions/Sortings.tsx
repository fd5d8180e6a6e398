import { Group, Stack, Text } from '@mantine/core'
import type { SessionPage } from '#app/views.ts'
import { LinkButton } from '../../components/links.tsx'
import { Panel } from '../../components/Panel.tsx'
import { ReloadButton } from '../../components/reloadKey/ReloadButton.tsx'
import { plural } from '../../lib/format.ts'
import { keyId, type PlainKey } from '../../lib/labels.ts'

/** The sortings whose units can be looked at. */
export const Sortings = ({ clusterings }: { readonly clusterings: SessionPage['clusterings'] }) => (
  <Panel title="Units">
    {clusterings.length === 0 ? (
      <Text size="sm" c="dimmed">
        No sorting has been loaded yet. Ingest a folder with the sorter's output, and let the pipeline run.
      </Text>
    ) : (
      <Stack gap="xs">
        {clusterings.map(({ table, key, title, units }) => (
          <Group key={keyId(key)} justify="space-between">
            <div>
              <Text fw={550}>{title}</Text>
              <Text size="sm" c="dimmed">
                {plural(units, 'unit')}
              </Text>
            </div>
            <Group gap="xs">
              <ReloadButton table={masterOf(table)} rowKey={key as PlainKey} />
              <LinkButton
                to="/units"
                search={{ table, key: key as PlainKey }}
                aria-label={`Look at the units of ${title}`}
              >
                Look at the units
              </LinkButton>
            </Group>
          </Group>
        ))}
      </Stack>
    )}
  </Panel>
)

/** `ephys.CuratedClustering.Unit` -> `ephys.CuratedClustering`, the table that is made again. */
const masterOf = (table: string): string => table.split('.').slice(0, 2).join('.')
