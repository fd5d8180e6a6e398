import { defineIngest, type Finding, type Problem } from '#elements/contract.ts'
import { walkLimits } from '#elements/formats/walkFolder.ts'
import { electrodeConfigName } from '#elements/probe/index.ts'
import { planIngest } from './ingestPlan.ts'
import {
  type Damaged,
  type FoundRecording,
  type FoundSorting,
  type Scan,
  scanFolder,
  unusable,
} from './readers/scanFolder.ts'

/** Finds SpikeGLX recordings and Kilosort results in a session's folder, and plans the rows that register them. */
export const ephysIngest = defineIngest({
  name: 'ephys',
  detect: async (directory) => findingsOf(await scanFolder(directory)),
  plan: planIngest,
})

/** One finding for each AP recording, each sorting folder, and each file that looks like one and cannot be read. */
const findingsOf = (scan: Scan): Finding[] => {
  const findings = [
    ...scan.recordings.map(recordingFinding),
    ...scan.sortings.map(sortingFinding),
    ...scan.damaged.map(damagedFinding),
  ]
  return scan.truncated ? findings.map(withLimits) : findings
}

const withLimits = (finding: Finding, index: number): Finding =>
  index > 0 ? finding : { ...finding, problems: [...finding.problems, { level: 'warning', message: limitText }] }

const limitText = `The folder is larger than what is looked at (${walkLimits.levels} levels, ${walkLimits.entries} entries): something may be missing. Choose a folder further down.`

const recordingFinding = ({ path, probe, recording, supersededBy }: FoundRecording): Finding => ({
  id: `spikeglx:${path}`,
  reader: 'spikeglx',
  kind: 'recording',
  path,
  title: recording.stem,
  facts: [
    { label: 'Probe', value: `${recording.probe?.typeName ?? 'unknown'}, ${probe}` },
    { label: 'Channels', value: `${recording.channels.length} AP, ${recording.syncChannels} sync` },
    { label: 'Sites', value: siteText(recording) },
    { label: 'Sampling rate', value: `${recording.samplingRate} Hz` },
    { label: 'Duration', value: durationText(recording.durationSeconds) },
    { label: 'Data', value: dataText(recording) },
  ],
  problems: [...recording.problems, ...recordingProblems(recording, supersededBy)],
  ...(recording.startedAt !== null && { startedAt: recording.startedAt }),
  data: { probe, probeType: recording.probe?.typeName ?? '', supersededBy: supersededBy ?? null },
})

const recordingProblems = (recording: FoundRecording['recording'], supersededBy: string | undefined): Problem[] => {
  const problems: Problem[] = []
  if (supersededBy)
    problems.push({
      level: 'warning',
      message: `${supersededBy} is of the same probe and is registered instead: a session has one recording of each probe.`,
    })
  const reason = unusable(recording)
  if (reason)
    problems.push({ level: 'error', message: `It cannot be registered: ${reason.problem} (${reason.field}).` })
  return problems
}

const siteText = ({ channels }: FoundRecording['recording']) =>
  electrodeConfigName(channels.flatMap(({ site }) => (site ? [site.electrode] : []))) || 'unknown'

const dataText = ({ binPath, compressedPath }: FoundRecording['recording']) =>
  binPath ? 'raw data present' : compressedPath ? 'compressed (.cbin)' : 'header only'

const durationText = (seconds: number | null) => (seconds === null ? 'unknown' : `${Number(seconds.toFixed(3))} s`)

const sortingFinding = ({ path, sorting, recording, probe, doubts }: FoundSorting): Finding => ({
  id: `kilosort:${path}`,
  reader: 'kilosort',
  kind: 'sorting',
  path,
  title: `${sorting.method}, ${sorting.clusterIds.length} clusters`,
  facts: [
    { label: 'Sorter', value: [sorting.method, sorting.version].filter(Boolean).join(' ') },
    { label: 'Clusters', value: String(sorting.clusterIds.length) },
    { label: 'Spikes', value: String(sorting.spikeCount) },
    { label: 'Labels', value: labelText(sorting) },
    { label: 'Curated', value: sorting.curated ? `in phy, ${sorting.modifiedAt.replace('T', ' ')}` : 'no' },
    { label: 'Channels', value: String((sorting.channelMap ?? sorting.channelPositions)?.length ?? 'unknown') },
    { label: 'Sampling rate', value: sorting.samplingRate === null ? 'unknown' : `${sorting.samplingRate} Hz` },
    { label: 'Recording', value: recording ?? `none found, registered as probe ${probe}` },
  ],
  problems: [
    ...sorting.problems,
    ...orphanProblems(sorting, recording),
    ...doubts.map((message) => ({ level: 'warning' as const, message })),
  ],
  ...(recording && { belongsTo: `spikeglx:${recording}` }),
  data: { probe, method: sorting.method },
})

const orphanProblems = (sorting: FoundSorting['sorting'], recording: string | undefined): Problem[] => {
  if (recording) return []
  if (sorting.samplingRate === null)
    return [{ level: 'error', message: 'Neither a recording nor params.py tell the sampling rate.' }]
  return [
    { level: 'warning', message: 'Its recording is not in this folder: probe and length are made from the sorting.' },
  ]
}

/** `good 12, mua 30, no label 2` */
const labelText = ({ labels, clusterIds }: FoundSorting['sorting']) => {
  const counts = new Map<string, number>()
  for (const cluster of clusterIds) {
    const label = labels.get(cluster) ?? 'no label'
    counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  return (
    [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([label, count]) => `${label} ${count}`)
      .join(', ') || 'none'
  )
}

const damagedFinding = ({ path, reader, message }: Damaged): Finding => ({
  id: `${reader}:${path}`,
  reader,
  kind: reader === 'spikeglx' ? 'recording' : 'sorting',
  path,
  title: 'cannot be read',
  facts: [],
  problems: [{ level: 'error', message }],
  data: null,
})
