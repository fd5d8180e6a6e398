import { join } from 'node:path'
import { readTextFile } from '#elements/formats/textFile.ts'
import { exists } from './kilosortParams.ts'

/** What SpikeInterface wrote about a run of a sorter: into the sorter's folder or, from 0.98 on, the one above `sorter_output`. */
export type SorterNote = {
  /** `kilosort2_5`; empty when it says nothing. */
  readonly name: string
  readonly version: string
  /** null without them. */
  readonly params: Readonly<Record<string, unknown>> | null
}

/** Both of its files: spikeinterface_log.json with name and version, spikeinterface_params.json with name and parameters. */
export const readSorterNote = async (directory: string): Promise<SorterNote> => {
  const log = await readBeside(directory, 'spikeinterface_log.json')
  const parameters = await readBeside(directory, 'spikeinterface_params.json')
  const params = parameters?.sorter_params
  return {
    name: text(parameters?.sorter_name ?? log?.sorter_name),
    version: versionText(text(log?.sorter_version)),
    params: typeof params === 'object' && params !== null ? (params as Record<string, unknown>) : null,
  }
}

const readBeside = async (directory: string, name: string): Promise<Record<string, unknown> | null> => {
  for (const path of [join(directory, name), join(directory, '..', name)])
    if (await exists(path)) return parsePythonJson(await readTextFile(path).catch(() => ''))
  return null
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** `unknown` and the like are no version. */
const versionText = (version: string): string => (/^v?\d/.test(version) ? version.replace(/^v/, '').slice(0, 16) : '')

/** Python writes infinities and NaN as bare words, which are no JSON: infinities are read as such, NaN as null. */
const parsePythonJson = (json: string): Record<string, unknown> | null => {
  const words: Readonly<Record<string, string>> = { NaN: 'null', Infinity: '1e999', '-Infinity': '-1e999' }
  const strict = json.replace(/"(?:[^"\\]|\\.)*"|NaN|-?Infinity/g, (found) => words[found] ?? found)
  try {
    const parsed: unknown = JSON.parse(strict)
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : null
  } catch {
    return null
  }
}
