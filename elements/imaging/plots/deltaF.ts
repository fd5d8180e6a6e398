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
export const correctTrace = (trace: Float32Array, neuropil: Float32Array, factor: number): Float32Array =>
  neuropil.length === trace.length ? trace.map((value, frame) => value - factor * neuropil[frame]!) : trace

/** ΔF/F = (Fc − F0) / F0 with F0 the running percentile of Fc; NaN where the baseline is not above zero. */
export const deltaF = (corrected: Float32Array, fps: number, params: DeltaFParams): Float32Array => {
  const baseline = runningPercentile(corrected, Math.max(1, Math.round(params.windowSeconds * fps)), params.percentile)
  return corrected.map((value, frame) => {
    const f0 = baseline[frame]!
    return f0 > 0 ? (value - f0) / f0 : Number.NaN
  })
}
