import { LabBookError } from '#core/errors.ts'
import { personHeaders } from '../../lib/person.ts'

/** A file and its name for the server: below its folder where a whole folder was chosen. */
export type NamedFile = { readonly name: string; readonly file: File }

type Sending = {
  readonly table: string
  readonly attribute: string
  /** Bytes that are on the server, of all files together. */
  readonly onProgress: (bytes: number) => void
  readonly signal: AbortSignal
}

/** Sends files one after the other; answers the name of the upload. What was sent is taken back when it fails. @throws what the server says, AbortError */
export const sendFiles = async (files: readonly NamedFile[], sending: Sending): Promise<string> => {
  let upload: string | undefined
  let done = 0
  try {
    for (const each of files) {
      upload = await sendFile(each, upload, { ...sending, onProgress: (bytes) => sending.onProgress(done + bytes) })
      done += each.file.size
      sending.onProgress(done)
    }
    return upload!
  } catch (error) {
    if (upload) dropUpload(upload)
    throw error
  }
}

/** The server forgets what no row needs. It would do so by itself, a day later. */
export const dropUpload = (upload: string): void =>
  void fetch(`/api/upload/${upload}`, { method: 'DELETE', keepalive: true, headers: personHeaders() }).catch(() => {})

/** By XMLHttpRequest, since fetch does not tell how far it is. */
const sendFile = (
  { name, file }: NamedFile,
  to: string | undefined,
  { table, attribute, onProgress, signal }: Sending,
): Promise<string> =>
  new Promise((done, fail) => {
    const request = new XMLHttpRequest()
    const asked = new URLSearchParams({ name, ...(to && { to }) })
    request.open('POST', `/api/upload/${encodeURIComponent(table)}/${encodeURIComponent(attribute)}?${asked}`)
    for (const [header, value] of Object.entries(personHeaders())) request.setRequestHeader(header, value)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded }) => onProgress(loaded)
    request.onload = () => (request.status === 200 ? done(answerOf(request).upload) : fail(answerOf(request)))
    request.onerror = () => fail(new Error('Failed to fetch'))
    request.onabort = () => fail(new DOMException('Cancelled', 'AbortError'))
    signal.addEventListener('abort', () => request.abort())
    if (signal.aborted) request.abort()
    else request.send(file)
  })

/** An error carries `labbook`, which `readError` understands. */
const answerOf = ({ responseText, status }: XMLHttpRequest) => {
  try {
    return JSON.parse(responseText)
  } catch {
    return new LabBookError('BAD_REQUEST', { problem: `The server answered ${status}.` })
  }
}
