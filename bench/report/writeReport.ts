import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { drawCurve } from './drawCurve.ts'
import { printReport, type Reported } from './printReport.ts'

/** Writes the report as README.md into a folder, with a drawing of each curve beside it. */
export const writeReport = async (folder: string, machine: string, figures: readonly Reported[]): Promise<void> => {
  await mkdir(folder, { recursive: true })
  const drawings = figures.flatMap((figure) =>
    'findings' in figure ? (figure.findings.curves ?? []).map((curve) => ({ file: fileName(curve.what), curve })) : [],
  )
  for (const { file, curve } of drawings) await writeFile(join(folder, file), drawCurve(curve))
  const pictures = drawings.map(({ file, curve }) => `![${curve.what}, by ${curve.by}](${file})`)
  const text = ['# What LabBook takes', `${introduction}\n\n${machine}`, printReport(figures), ...pictures].join('\n\n')
  await writeFile(join(folder, 'README.md'), `${text}\n`)
}

const introduction =
  'Written by `npm run bench`: each figure beside the plain alternative, in the same run on the same server. Less is better. ' +
  'A slope is the exponent of the growth: 1 is linear, 0 is flat.'

const fileName = (what: string): string => `${what.toLowerCase().replace(/[^a-z0-9]+/g, '-')}.svg`
