import { runningPercentile } from './runningPercentile.ts'

export type DeltaFParams = {
  /** Share r of the neuropil that is taken off. */
  readonly neuropilFactor: number
  /** Percentile of the baseline, 0 to 100. */
  readonly percentile: number
  /** s */
  readonly windowSeconds: number
}

/** As Suite2p does it by default, with a running percentile as baseline. */
export const deltaFDefaults: DeltaFParams = { neuropilFactor: 0.7, percentile: 8, windowSeconds: 60 }

/** Fc = F − r·Fneu; F itself where there is no neuropil. */
export const correctTrace = (trace: Float32Array, neuropil: Float32Array, factor: number): Float32Array => {
  if (neuropil.length !== trace.length) return trace
  const corrected = new Float32Array(trace.length)
  for (let frame = 0; frame < trace.length; frame++) corrected[frame] = trace[frame]! - factor * neuropil[frame]!
  return corrected
}

/** ΔF/F = (Fc − F0) / F0 with F0 the running percentile of Fc; NaN where the baseline is not above zero. */
export const deltaF = (corrected: Float32Array, fps: number, params: DeltaFParams): Float32Array => {
  const change = runningPercentile(corrected, Math.max(1, Math.round(params.windowSeconds * fps)), params.percentile)
  for (let frame = 0; frame < change.length; frame++) {
    const f0 = change[frame]!
    change[frame] = f0 > 0 ? (corrected[frame]! - f0) / f0 : Number.NaN
  }
  return change
}
