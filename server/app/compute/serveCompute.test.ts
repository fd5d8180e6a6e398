import { once } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { LabBookError } from '#core/errors.ts'
import { defineElement, defineMake } from '#elements/contract.ts'
import type { ComputeReply } from './messages.ts'
import { type ComputePort, serveCompute } from './serveCompute.ts'

const double = defineMake({
  table: 't.Double',
  fetch: async () => new Float64Array(),
  compute: async (data: Float64Array, { progress }) => {
    progress(1, 'doubled')
    if (data.length === 0) throw new LabBookError('FILE_INVALID', { file: 'f', field: 'x', problem: 'empty' })
    return { big: data.map((value) => 2 * value) }
  },
  insert: async () => {},
})
const elements = [defineElement({ name: 't', schemas: [], makes: [double] })]

let near: MessagePort
beforeEach(() => {
  const channel = new MessageChannel()
  near = channel.port1
  serveCompute(channel.port2 as ComputePort, elements)
})
afterEach(() => near.close())

const ask = async (table: string, data: unknown): Promise<ComputeReply> => {
  near.postMessage({ id: 1, table, data })
  for (;;) {
    const [reply] = (await once(near, 'message')) as [ComputeReply]
    if (reply.say === 'result' || reply.say === 'error') return reply
  }
}

test("the make's compute runs and its arrays come over whole", async () => {
  const data = Float64Array.from({ length: 20_000 }, (_, index) => index)
  const reply = await ask('t.Double', data)
  expect(reply).toMatchObject({ say: 'result' })
  expect((reply as { result: { big: Float64Array } }).result.big[19_999]).toBe(39_998)
})

test('what a compute throws is carried with code, data and stack', async () => {
  const reply = await ask('t.Double', new Float64Array())
  expect(reply).toMatchObject({ say: 'error', error: { code: 'FILE_INVALID', data: { file: 'f' } } })
  expect((reply as { error: { stack: string } }).error.stack).toContain('serveCompute.test')
})

test('a table without a make is an error, not silence', async () => {
  expect(await ask('t.Other', null)).toMatchObject({ say: 'error', error: { code: 'NOT_FOUND' } })
})
