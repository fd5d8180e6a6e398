import { beforeAll, expect, test } from 'vitest'
import { loadDemo } from '#app/loadDemo.ts'
import { loadConfig } from '#server/loadConfig.ts'
import { terminalLog } from '#server/log.ts'
import { openContext } from '#server/openContext.ts'
import { spawnCommand } from './testing/spawnCommand.ts'
import { useCommandLine } from './testing/useCommandLine.ts'

const { run } = useCommandLine()

beforeAll(async () => {
  const { context, close } = await openContext(await loadConfig(), terminalLog({ quiet: true }))
  await loadDemo(context)
  await close()
}, 120_000)

const keys = async (table: string): Promise<Set<string>> => {
  const { stdout } = await run('query', `${table}.proj()`, '--format', 'json')
  return new Set((JSON.parse(stdout) as object[]).map((key) => JSON.stringify(key)))
}

test('two workers and one that is killed in the middle make each key exactly once', { timeout: 420_000 }, async () => {
  const victim = spawnCommand(['worker'])
  await victim.said('began')
  const workers = [spawnCommand(['worker', '--once']), spawnCommand(['worker', '--once'])]
  victim.process.kill('SIGKILL')
  const outcomes = await Promise.all([victim, ...workers].map(({ ended }) => ended))
  expect(outcomes.map(({ code }) => code)).toEqual([137, 0, 0])

  const said = outcomes.map(({ stderr }) => stderr).join('\n')
  const made = said.match(/^.*: made$/gm) ?? []
  expect(new Set(made).size).toBe(made.length)
  expect(await keys('ephys.EphysRecording')).toEqual(await keys('ephys.ProbeInsertion'))
  // The copy of one sorting broke off, as a note of the demo says.
  const failed = said.match(/(?<=^ephys\.Clustering )\{.*\}(?=: failed)/gm) ?? []
  expect(failed).toHaveLength(1)
  const sorted = await keys('ephys.Clustering')
  expect(new Set([...sorted, ...failed])).toEqual(await keys('ephys.ClusteringTask'))
  for (const table of ['ephys.CuratedClustering', 'ephys.WaveformSet']) expect(await keys(table)).toEqual(sorted)
})

test('where nothing is left, a worker and populate end at once and say so', async () => {
  expect(await run('worker', '--once')).toEqual({ code: 0, stdout: '', stderr: '' })
  expect(await run('populate', 'CuratedClustering')).toEqual({
    code: 0,
    stdout: '',
    stderr: '0 made, 0 failed, 0 left.\n',
  })
})

test.each([
  [['populate', 'Subject'], 1, 'subject.Subject'],
  [['populate', 'Nothing'], 1, 'There is no table Nothing.'],
  [['populate', 'Clustering', '--where', 'subject = '], 2, 'subject = \n            ^'],
  [['worker', '--once', '--tables', 'Clusterin'], 1, 'Did you mean ephys.Clustering'],
])('what cannot be populated is a sentence: %s', async (args, code, sentence) => {
  const outcome = await run(...args)
  expect(outcome).toMatchObject({ code, stdout: '' })
  expect(outcome.stderr).toContain(sentence)
})
