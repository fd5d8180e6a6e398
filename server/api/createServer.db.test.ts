import { createTRPCClient, httpBatchLink, httpBatchStreamLink } from '@trpc/client'
import type { FastifyInstance } from 'fastify'
import superjson from 'superjson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestContext } from '#app/testing/testContext.ts'
import { createServer } from './createServer.ts'
import type { AppRouter } from './router.ts'

const test = useTestContext()
let server: FastifyInstance
let address: string

beforeAll(async () => {
  server = createServer(test.context, { version: '1.2.3' })
  address = await server.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(() => server.close())

const client = () =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${address}/trpc`,
        transformer: superjson,
        headers: { 'x-labbook-person': encodeURIComponent('Zoë') },
      }),
    ],
  })
const subject = { subject: 'M1', sex: 'F', subject_birth_date: '2024-01-02' }

describe('the API', () => {
  it('says that all is well', async () => {
    const answer = await fetch(`${address}/healthz`)
    expect(await answer.json()).toEqual({ status: 'ok', database: 'ok', version: '1.2.3' })
  })

  it('takes a row from the browser and notes who sent it', async () => {
    const api = client()
    expect(await api.table.insert.mutate({ table: 'subject.Subject', row: subject })).toEqual({
      key: { subject: 'M1' },
    })
    const page = await api.table.rows.query({ table: 'subject.Subject' })
    expect(page).toMatchObject({ rows: [subject], total: 1 })
    const [entry] = await api.audit.list.query({ table: 'subject.Subject' })
    expect(entry).toMatchObject({ user: 'Zoë', action: 'insert', key: { subject: 'M1' } })
  })

  it('answers a batch piece by piece', async () => {
    const link = httpBatchStreamLink({ url: `${address}/trpc`, transformer: superjson })
    const api = createTRPCClient<AppRouter>({ links: [link] })
    const [people, pipeline] = await Promise.all([api.person.list.query(), api.pipeline.describe.query()])
    expect([people, pipeline.tables.length]).toEqual([[], test.context.pipeline.tables.length])
  })

  it('marks the fields that are wrong', async () => {
    const wrong = client().table.insert.mutate({ table: 'subject.Subject', row: { subject: 'M2', sex: 'X' } })
    await expect(wrong).rejects.toMatchObject({
      data: {
        httpStatus: 400,
        labbook: {
          code: 'INVALID_ROW',
          data: { issues: [{ attribute: 'sex' }, { attribute: 'subject_birth_date' }] },
        },
      },
    })
  })

  it('describes every table for forms and grids', async () => {
    const { tables, version } = await client().pipeline.describe.query()
    expect(version).toMatch(/^\d/)
    expect(tables.find(({ name }) => name === 'session.Session')).toMatchObject({
      primaryKey: ['subject', 'session_datetime'],
      tier: 'manual',
    })
  })

  it('hands out a table as CSV', async () => {
    const filters = encodeURIComponent(JSON.stringify([{ attribute: 'sex', op: '=', value: 'F' }]))
    const answer = await fetch(`${address}/api/csv/subject.Subject?filters=${filters}`)
    expect(answer.headers.get('content-disposition')).toContain('subject.Subject.csv')
    expect(await answer.text()).toContain('\r\nM1,"",F,2024-01-02,""\r\n')
  })

  it('answers for a plot that is not there with an error, not a frame', async () => {
    const answer = await fetch(`${address}/api/frame/no.plot?table=subject.Subject&key={"subject":"M1"}`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ labbook: { code: 'NOT_FOUND' } })
  })

  it('streams the status of the pipeline, and stops asking when nobody listens', async () => {
    const stop = new AbortController()
    const answer = await fetch(`${address}/trpc/pipeline.watch`, {
      headers: { accept: 'text/event-stream' },
      signal: stop.signal,
    })
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const text = await readUntil(answer, 'subject.Subject"')
    expect(text).toContain('"rows":1')
    stop.abort()
  })

  it('closes at once although a stream is open', async () => {
    const other = createServer(test.context, { version: '1' })
    const otherAddress = await other.listen({ host: '127.0.0.1', port: 0 })
    const open = await fetch(`${otherAddress}/trpc/pipeline.watch`, { headers: { accept: 'text/event-stream' } })
    const started = Date.now()
    await other.close()
    expect(Date.now() - started).toBeLessThan(2000)
    await open.body?.cancel().catch(() => {})
  })
})

const readUntil = async (answer: Response, wanted: string): Promise<string> => {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    if (text.includes(wanted)) break
  }
  return text
}
