import { defineIngest, type Finding, type Problem } from '#elements/contract.ts'
import { walkLimits } from '#elements/formats/walkFolder.ts'
import type { FoundScan } from '#elements/scan/index.ts'
import { type Damaged, type FoundResult, type ImagingFolder, lookForImaging } from './imagingFolder.ts'
import { planIngest } from './planIngest.ts'

/** Finds two-photon scans and the results of programs that find cells in a session's folder, and plans the rows that register them. */
export const imagingIngest = defineIngest({
  name: 'imaging',
  detect: async (directory) => findingsOf(await lookForImaging(directory)),
  plan: planIngest,
})

const findingsOf = ({ scans, results, damaged, truncated }: ImagingFolder): Finding[] => {
  const findings = [...scans.map(scanFinding), ...results.map(resultFinding), ...damaged.map(damagedFinding)]
  return truncated ? findings.map(withLimits) : findings
}

const withLimits = (finding: Finding, index: number): Finding =>
  index > 0 ? finding : { ...finding, problems: [...finding.problems, { level: 'warning', message: limitText }] }

const limitText = `The folder is larger than what is looked at (${walkLimits.levels} levels, ${walkLimits.entries} entries): something may be missing. Choose a folder further down.`

const scanFinding = ({ path, files, recording }: FoundScan): Finding => ({
  id: `scanimage:${path}`,
  reader: 'scanimage',
  kind: 'scan',
  path,
  title: path.split('/').at(-1)!,
  facts: [
    { label: 'Program', value: `${recording.software} ${recording.version}`.trim() },
    ...(recording.imagingSystem === null ? [] : [{ label: 'Device', value: recording.imagingSystem }]),
    { label: 'Image', value: `${recording.height} × ${recording.width} px` },
    { label: 'Channels', value: recording.channels.join(', ') },
    { label: 'Depths', value: String(recording.sliceCount) },
    { label: 'Frames', value: String(recording.volumeCount) },
    { label: 'Frame rate', value: rateText(recording.volumeRate ?? recording.frameRate) },
    {
      label: 'Duration',
      value: recording.durationSeconds === null ? 'unknown' : `${round(recording.durationSeconds)} s`,
    },
    { label: 'Files', value: String(files.length) },
  ],
  problems: recording.problems,
  ...(recording.startedAt !== null && { startedAt: recording.startedAt }),
  data: { channels: [...recording.channels] },
})

const rateText = (rate: number | null): string => (rate === null ? 'unknown' : `${round(rate)} Hz`)
const round = (value: number): number => Number(value.toFixed(3))

const resultFinding = ({ path, segmentation, scan, doubts }: FoundResult): Finding => {
  const { method, version, planes, processedAt } = segmentation
  const rois = planes.reduce((sum, { roiCount }) => sum + roiCount, 0)
  return {
    id: `${method}:${path}`,
    reader: method,
    kind: 'segmentation',
    path,
    title: `${method}, ${rois} masks`,
    facts: [
      { label: 'Program', value: [method, version].filter(Boolean).join(' ') },
      { label: 'Masks', value: String(rois) },
      { label: 'Planes', value: String(planes.length) },
      { label: 'Frames', value: String(Math.max(0, ...planes.map(({ frameCount }) => frameCount))) },
      { label: 'Frame rate', value: rateText(planes[0]?.frameRate ?? null) },
      { label: 'Made', value: processedAt?.replace('T', ' ') ?? 'unknown' },
      { label: 'Scan', value: scan ?? 'none found, made from the result' },
    ],
    problems: [...segmentation.problems, ...scanProblems(scan), ...doubts.map(warning)],
    ...(scan && { belongsTo: `scanimage:${scan}` }),
    data: { method },
  }
}

const scanProblems = (scan: string | undefined): Problem[] =>
  scan ? [] : [warning('Its scan is not in this folder: size, rate and length are taken from the result.')]

const warning = (message: string): Problem => ({ level: 'warning', message })

const damagedFinding = ({ path, reader, message }: Damaged): Finding => ({
  id: `${reader}:${path}`,
  reader,
  kind: reader === 'scanimage' ? 'scan' : 'segmentation',
  path,
  title: 'cannot be read',
  facts: [],
  problems: [{ level: 'error', message }],
  data: null,
})
