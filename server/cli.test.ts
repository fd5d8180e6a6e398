import { expect, test } from 'vitest'
import { runCaptured } from './commands/testing/runCaptured.ts'

const wrong: readonly (readonly [string, readonly string[], string])[] = [
  ['an unknown command', ['populat'], "unknown command 'populat'"],
  ['no command at all', [], 'Usage: labbook'],
  ['an unknown option', ['query', 'Session', '--fromat', 'json'], "unknown option '--fromat'"],
  ['a missing argument', ['query'], "missing required argument 'expression'"],
  ['a missing value', ['query', 'Session', '--limit'], "option '--limit <rows>' argument missing"],
  ['one argument too many', ['describe', 'a', 'b'], 'too many arguments'],
  ['a value that is none of the choices', ['diagram', '--format', 'png'], 'It must be one of mermaid, json, svg.'],
  ['a number out of range', ['worker', '--concurrency', '0'], 'whole number from 1 to 64'],
  ['a port that is none', ['start', '--port', '70000'], 'whole number from 1 to 65535'],
  ['a subcommand left out', ['database'], 'Usage: labbook database'],
  ['neither of two files', ['insert', 'Subject'], 'either --csv FILE or --json FILE'],
  ['a session that is no key', ['ingest', '.', '--session', 'M1'], 'It must be a key as a JSON object'],
]

test.each(wrong)('%s ends with exit code 2, the problem and the usage on stderr', async (_, args, problem) => {
  const { code, stdout, stderr } = await runCaptured(args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(problem)
  expect(stderr).toContain('Usage: labbook')
})

test.each([['--help'], ['query', '--help'], ['help', 'blob'], ['blob', 'decode', '--help']])(
  'help is asked for, printed on stdout, and no failure: %s %s %s',
  async (...args) => {
    const { code, stdout, stderr } = await runCaptured(args.filter(Boolean))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toContain('Usage: labbook')
  },
)

test('the version is that of the package', async () => {
  expect(await runCaptured(['--version'])).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
  })
})
