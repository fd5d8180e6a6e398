import type { Make } from '#elements/contract.ts'
import { makeClustering } from './clustering.ts'
import { makeCuratedClustering } from './curatedClustering.ts'
import { makeEphysRecording } from './ephysRecording.ts'
import { makeWaveformSet } from './waveformSet.ts'

/** How the tables below a probe insertion are filled from files. */
// biome-ignore lint/suspicious/noExplicitAny: a list of makes of different data types
export const ephysMakes: readonly Make<any, any>[] = [
  makeEphysRecording,
  makeClustering,
  makeCuratedClustering,
  makeWaveformSet,
]
