import { Worker } from 'node:worker_threads'
import { afterEach, expect, test } from 'vitest'
import { LabBookError } from '#core/errors.ts'
import type { ComputeRunner } from '../context.ts'
import { createComputePool } from './computePool.ts'

/** A thread in plain JavaScript that speaks the protocol: what it does is the request's data. */
const script = `
  const { parentPort, threadId } = require('node:worker_threads')
  parentPort.on('message', ({ id, data }) => {
    const say = (reply) => parentPort.postMessage({ id, ...reply })
    if (data.act === 'exit') process.exit(3)
    if (data.act === 'hang') for (;;) {}
    if (data.act === 'throw') return say({ say: 'error', error: data.error })
    say({ say: 'progress', fraction: 0.5, message: 'half' })
    say({ say: 'warn', message: 'careful' })
    say({ say: 'result', result: { threadId, value: data.value } })
  })`

let pool: ComputeRunner
afterEach(() => pool.close())

const open = (size: number) => {
  pool = createComputePool(() => new Worker(script, { eval: true }), size)
  return pool
}
const silent = { progress: () => {}, warn: () => {} }

test('a result comes back after its progress and warnings', async () => {
  const heard: unknown[] = []
  const result = await open(1).run(
    't',
    { value: 7 },
    {
      progress: (...said) => heard.push(said),
      warn: (said) => heard.push(said),
    },
  )
  expect(result).toMatchObject({ value: 7 })
  expect(heard).toEqual([[0.5, 'half'], 'careful'])
})

test('many tasks share few threads', async () => {
  open(2)
  const results = await Promise.all(Array.from({ length: 8 }, (_, value) => pool.run('t', { value }, silent)))
  const threads = results.map((result) => (result as { threadId: number }).threadId)
  expect(results.map((result) => (result as { value: number }).value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  expect(new Set(threads).size).toBeLessThanOrEqual(2)
})

test('an error of the catalogue arrives as one, with the stack of the thread', async () => {
  const error = {
    name: 'LabBookError',
    message: '?',
    stack: 'there',
    code: 'FILE_INVALID',
    data: { file: 'a.meta', field: 'x', problem: 'y' },
  }
  const failure = await open(1)
    .run('t', { act: 'throw', error }, silent)
    .catch((thrown) => thrown)
  expect(failure).toBeInstanceOf(LabBookError)
  expect(failure).toMatchObject({ code: 'FILE_INVALID', message: 'a.meta: x: y', stack: 'there' })
})

test('any other error keeps its class name', async () => {
  const error = { name: 'RangeError', message: 'too far' }
  await expect(open(1).run('t', { act: 'throw', error }, silent)).rejects.toMatchObject(error)
})

test('an abort ends a compute that never would, and the next task runs', async () => {
  open(1)
  const controller = new AbortController()
  const hanging = pool.run('t', { act: 'hang' }, { ...silent, signal: controller.signal })
  const next = pool.run('t', { value: 1 }, silent)
  controller.abort(new Error('stopped'))
  await expect(hanging).rejects.toThrow('stopped')
  expect(await next).toMatchObject({ value: 1 })
})

test('a thread that dies fails its task only', async () => {
  open(1)
  await expect(pool.run('t', { act: 'exit' }, silent)).rejects.toThrow('ended with code 3')
  expect(await pool.run('t', { value: 2 }, silent)).toMatchObject({ value: 2 })
})

test('closing fails what waits', async () => {
  open(1)
  const hanging = pool.run('t', { act: 'hang' }, silent)
  const waiting = pool.run('t', { value: 1 }, silent)
  const outcomes = Promise.allSettled([hanging, waiting])
  await pool.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
