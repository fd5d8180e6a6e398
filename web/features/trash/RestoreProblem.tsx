import { List, Text } from '@mantine/core'
import type { RestoreConflict } from '#app/views.ts'
import { ErrorState } from '../../components/ErrorState.tsx'
import { plural } from '../../lib/format.ts'
import { readError } from '../../lib/readError.ts'

/** What stands in the way of a restore, table by table. */
export const RestoreProblem = ({ error }: { readonly error: unknown }) => {
  const { code, hint, data } = readError(error)
  if (code !== 'RESTORE_CONFLICT') return <ErrorState error={error} />
  return (
    <div role="alert">
      <Text size="sm" fw={550}>
        Nothing was restored:
      </Text>
      <List size="sm">
        {(data.conflicts as readonly RestoreConflict[]).map((conflict) => (
          <List.Item key={`${conflict.table} ${conflict.problem} ${conflict.parent}`}>{describe(conflict)}</List.Item>
        ))}
      </List>
      <Text size="sm" c="dimmed">
        {hint}
      </Text>
    </div>
  )
}

const describe = ({ table, rows, problem, parent }: RestoreConflict): string =>
  problem === 'taken'
    ? `${table}: ${plural(rows, 'row')} of the same key ${rows === 1 ? 'is' : 'are'} there again.`
    : `${table}: ${plural(rows, 'row')} ${rows === 1 ? 'needs a row' : 'need rows'} of ${parent} that ${rows === 1 ? 'is' : 'are'} gone.`
