import type { Frame } from '#core/frame/frame.ts'
import { imageNames, type RoisSearch } from './roisSearch.ts'

type ImageName = NonNullable<RoisSearch['image']>

/** The summary images that a plane has, as an `imaging.rois` frame names them. */
export const availableImages = (frame: Frame, plane: number): ImageName[] => {
  const all = frame.meta.images as readonly { readonly plane: number; readonly images: readonly string[] }[] | undefined
  const own = all?.find((entry) => entry.plane === plane) ?? all?.[plane]
  return imageNames.filter((name) => own?.images.includes(name))
}

/** Numbers of the planes that have ROIs. */
export const planesOf = (frame: Frame): readonly number[] => (frame.meta.planes as readonly number[] | undefined) ?? []
