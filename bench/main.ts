import { writeFile } from 'node:fs/promises'
import { availableParallelism, totalmem } from 'node:os'
import type { Figure } from './figure.ts'
import { figures } from './figures.ts'
import { assertDisk, neededDisk } from './ground/disk.ts'
import { type Ground, openGround } from './ground/ground.ts'
import { type Options, readOptions, usage } from './options.ts'
import { printReport, type Reported } from './report/printReport.ts'
import { writeReport } from './report/writeReport.ts'

/** `npm run bench`: measures what was chosen and prints one table; what it made on the disk is gone at the end, however it ends. */
export const runBench = async (args: readonly string[]): Promise<number> => {
  let options: ReturnType<typeof readOptions>
  try {
    options = readOptions(args, figures)
  } catch (error) {
    say(`${(error as Error).message}\n\n${usage}`)
    return 2
  }
  if (options.list) return list(options)
  await assertDisk(options, say)
  const reported = await measure(options)
  process.stdout.write(`\n${machine(options)}\n\n${printReport(reported)}\n`)
  if (options.json)
    await writeFile(options.json, JSON.stringify({ machine: machine(options), figures: reported }, null, 2))
  if (options.report) await writeReport(options.report, machine(options), reported)
  return reported.some((figure) => 'failure' in figure) ? 1 : 0
}

/** What was measured until a signal came, or all. */
const measure = async (options: Options): Promise<Reported[]> => {
  const ground = openGround(options, say)
  const stop = new AbortController()
  const onSignal = (signal: NodeJS.Signals) => {
    say(`\n${signal}: cleaning up …`)
    stop.abort()
    setTimeout(() => process.exit(130), patience).unref()
    void ground.close().catch(() => {})
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, onSignal)
  const reported: Reported[] = []
  try {
    for (const figure of options.figures) if (!stop.signal.aborted) reported.push(await runFigure(figure, ground))
    return reported
  } finally {
    await ground.close()
  }
}

/** ms in which what was started must have ended after a signal. */
const patience = 20_000

/** A figure that fails does not keep the others from being measured. */
const runFigure = async (figure: Figure, ground: Ground): Promise<Reported> => {
  const { name, title } = figure
  say(`${name}: ${title} …`)
  const from = performance.now()
  const took = () => (performance.now() - from) / 1000
  try {
    const findings = await figure.run(ground)
    say(`  ${took().toFixed(1)} s`)
    return { name, title, took: took(), findings }
  } catch (error) {
    say(`  failed: ${(error as Error).stack ?? error}`)
    return { name, title, took: took(), failure: String((error as Error).message ?? error).split('\n')[0]! }
  }
}

const list = ({ figures: all, size }: Options): number => {
  for (const figure of all) process.stdout.write(`${figure.name}: ${figure.title} (${neededDisk([figure], size)})\n`)
  return 0
}

const machine = ({ size }: Options): string =>
  `${new Date().toISOString().slice(0, 16)}, ${size}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`

const say = (message: string): void => void process.stderr.write(`${message}\n`)

process.exit(await runBench(process.argv.slice(2)))
