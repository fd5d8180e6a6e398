import type { Frame } from '#core/frame/frame.ts'
import { humanise } from '../../lib/labels.ts'
import type { RoisSearch } from './roisSearch.ts'

/** Channels with traces, and methods that inferred activity, of a segmentation; the first method is shown without a choice. */
export type Recorded = { readonly channels: readonly number[]; readonly methods: readonly string[] }

/** As an `imaging.rois` frame tells it. */
export const recordedIn = ({ meta }: Frame): Recorded => ({
  channels: (meta.channels as readonly number[] | undefined) ?? [],
  methods: (meta.methods as readonly string[] | undefined) ?? [],
})

/** The choice of channel and method in the words of the plots. */
export const sourceParams = ({ channel, method }: RoisSearch) => ({
  channel: channel ?? null,
  method: method ?? null,
})

/** `Deconvolved` for what a deconvolution gives, else the name of the method. */
export const methodLabel = (method: string | undefined): string =>
  method === undefined || method.endsWith('_deconvolution') ? 'Deconvolved' : humanise(method)
