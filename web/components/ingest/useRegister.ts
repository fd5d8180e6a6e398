import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { IngestResult } from '#app/views.ts'
import type { SessionRoles } from '#core/assembly/sessionRoles.ts'
import { issuesOf } from '../../lib/readError.ts'
import { useTRPC } from '../../lib/trpc.ts'
import type { FormErrors } from '../rowForm/formValues.ts'
import type { toRequest } from './ingestDraft.ts'

type Request = ReturnType<typeof toRequest>
export type Register = ReturnType<typeof useRegister>

/** First a dry run, which says what would be written, then the same request for good. */
export const useRegister = ({ session }: SessionRoles, onRegistered: (result: IngestResult) => void) => {
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
  const issues = placed(session, dryRun.error)
  const forget = () => {
    dryRun.reset()
    write.reset()
  }
  return {
    preview: (request: Request) => {
      write.reset()
      dryRun.mutate({ ...request, dryRun: true, id: newId() })
    },
    confirm: () => dryRun.variables && write.mutate({ ...dryRun.variables, dryRun: false, id: newId() }),
    /** Of what runs now, to ask how far it is and to cancel it. */
    running: (dryRun.isPending ? dryRun : write.isPending ? write : undefined)?.variables?.id,
    /** What would be written; undefined until a dry run went through. */
    planned: dryRun.data,
    forget,
    isPreviewing: dryRun.isPending,
    isWriting: write.isPending,
    writeError: write.error,
    issues,
    error: Object.keys(issues).length === 0 ? dryRun.error : null,
  }
}

/** crypto.randomUUID is there only for pages that come by https. */
const newId = (): string =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** Problems of the session's own attributes: the form has inputs for them. */
const placed = ({ attributes }: SessionRoles['session'], error: unknown): FormErrors =>
  Object.fromEntries(
    issuesOf(error)
      .filter((issue) => attributes.some(({ name }) => name === issue.attribute))
      .map(({ attribute, message }) => [attribute, message]),
  )
