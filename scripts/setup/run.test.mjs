import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { isAlive, wait } from './processes.mjs'
import { runNode } from './run.mjs'

test('the end of a program resolves its code and what it printed on both streams', async () => {
  const { code, output } = await runNode(['-e', 'console.log("out"); console.error("err"); process.exit(3)'])
  expect(code).toBe(3)
  expect(output.split('\n').sort()).toEqual(['err', 'out'])
})

test('what a program starts itself does not inherit our binding', async () => {
  const { output } = await runNode(['-p', 'Object.keys(process.env).filter((name) => /NODE_OPTIONS|SETUP/.test(name))'])
  expect(output).toBe('[]')
})

test('a program ends when the one that runs it is killed with SIGKILL', async () => {
  const child = 'console.log(process.pid); setInterval(() => {}, 1000)'
  const runner = `import { runNode } from ${JSON.stringify(new URL('run.mjs', import.meta.url).href)}
await runNode(['-e', ${JSON.stringify(child)}], { show: true })`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', runner], { stdio: ['ignore', 'ignore', 'pipe'] })
  const [printed] = await once(owner.stderr, 'data')
  const pid = Number(String(printed))
  expect(isAlive(pid)).toBe(true)
  owner.kill('SIGKILL')
  for (let tries = 0; isAlive(pid) && tries < 100; tries++) await wait(50)
  expect(isAlive(pid)).toBe(false)
})
