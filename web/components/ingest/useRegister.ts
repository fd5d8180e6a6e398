import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { IngestResult } from '#app/views.ts'
import { issuesOf } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'
import type { IngestDraft, toRequest } from './ingestDraft.ts'

type Request = ReturnType<typeof toRequest>
export type Register = ReturnType<typeof useRegister>

/** First a dry run, which says what would be written, then the same request for good. */
export const useRegister = (onRegistered: (result: IngestResult) => void) => {
  const trpc = useTRPC()
  const cache = useQueryClient()
  const dryRun = useMutation(trpc.ingest.register.mutationOptions())
  const write = useMutation(
    trpc.ingest.register.mutationOptions({
      onSuccess: (result) => {
        void cache.invalidateQueries()
        onRegistered(result)
      },
    }),
  )
  const forget = () => {
    dryRun.reset()
    write.reset()
  }
  return {
    preview: (request: Request) => {
      write.reset()
      dryRun.mutate({ ...request, dryRun: true })
    },
    confirm: () => dryRun.variables && write.mutate({ ...dryRun.variables, dryRun: false }),
    /** What would be written; undefined until a dry run went through. */
    planned: dryRun.data,
    forget,
    isPreviewing: dryRun.isPending,
    isWriting: write.isPending,
    writeError: write.error,
    issues: placed(dryRun.error),
    error: dryRun.error && Object.keys(placed(dryRun.error)).length === 0 ? dryRun.error : null,
  }
}

/** Inputs by the attribute that the server names. */
const inputs: Readonly<Record<string, keyof IngestDraft>> = {
  subject: 'subject',
  session_datetime: 'startedAt',
}

const placed = (error: unknown): Partial<Record<keyof IngestDraft, string>> =>
  Object.fromEntries(
    issuesOf(error).flatMap(({ attribute, message }) => {
      const input = inputs[attribute]
      return input ? [[input, message]] : []
    }),
  )
