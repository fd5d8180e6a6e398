import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { flushSync } from 'react-dom'
import type { Row, Table } from '#core/pipeline/table.ts'
import { keyOf, keyText, type PlainKey } from '../../lib/labels.ts'
import { issuesOf } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { type EditedRow, insertRequest, updateRequest } from './saveRow.ts'
import type { RowFormState } from './useRowForm.ts'

export type SavedRow = { readonly key: PlainKey }

/** Sends the form; problems of single attributes go to their inputs, `error` is about the rest. */
export const useSaveRow = (
  table: Table,
  parts: readonly Table[],
  form: RowFormState,
  edited: EditedRow | undefined,
  on: { readonly saved: (saved: SavedRow) => void; readonly refused: () => void },
) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const onError = (error: unknown) => {
    flushSync(() => form.setIssues(issuesOf(error)))
    on.refused()
  }
  const onSuccess = (key: PlainKey) => {
    void cache.invalidateQueries({ queryKey: trpc.table.pathKey() })
    void cache.invalidateQueries({ queryKey: trpc.session.pathKey() })
    void cache.invalidateQueries({ queryKey: trpc.pipeline.status.queryKey() })
    notifications.show({ message: `${edited ? 'Changed' : 'Added'} ${keyText(key)} in ${table.name}.`, color: 'green' })
    on.saved({ key })
  }
  const insert = useMutation(
    trpc.table.insert.mutationOptions({ onError, onSuccess: ({ key }) => onSuccess(key as PlainKey) }),
  )
  const update = useMutation(
    trpc.table.update.mutationOptions({ onError, onSuccess: ({ row }: { row: Row }) => onSuccess(keyOf(table, row)) }),
  )
  const error = insert.error ?? update.error
  return {
    submit: () =>
      edited
        ? update.mutate(updateRequest(table, parts, form, edited))
        : insert.mutate(insertRequest(table, parts, form)),
    saving: insert.isPending || update.isPending,
    error: error && !allPlaced(error, form) ? error : null,
  }
}

/** Whether every problem of the error stands at an input that the form shows. */
const allPlaced = (error: unknown, form: RowFormState): boolean => {
  const issues = issuesOf(error)
  return issues.length > 0 && issues.every(({ attribute }) => attribute in form.values || attribute.includes('['))
}
