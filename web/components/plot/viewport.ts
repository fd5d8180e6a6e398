/** What part of an image is seen: the centre in pixels of the image, and how much larger than when it fits. */
export type View = { readonly x: number; readonly y: number; readonly zoom: number }
export type Size = { readonly width: number; readonly height: number }
export type Point = { readonly x: number; readonly y: number }

const largestZoom = 40

export const wholeView = ({ width, height }: Size): View => ({ x: width / 2, y: height / 2, zoom: 1 })

/** CSS pixels per pixel of the image. */
export const scaleOf = (view: View, image: Size, screen: Size): number =>
  Math.min(screen.width / image.width, screen.height / image.height) * view.zoom

/** Where a point on the screen lies in the image. */
export const imagePoint = (view: View, image: Size, screen: Size, point: Point): Point => {
  const scale = scaleOf(view, image, screen)
  return { x: view.x + (point.x - screen.width / 2) / scale, y: view.y + (point.y - screen.height / 2) / scale }
}

/** Where the image's left top corner lies on the screen. */
export const originOf = (view: View, image: Size, screen: Size): Point => {
  const scale = scaleOf(view, image, screen)
  return { x: screen.width / 2 - view.x * scale, y: screen.height / 2 - view.y * scale }
}

/** Larger or smaller by a factor; what lies under `point` stays there. */
export const zoomAt = (view: View, image: Size, screen: Size, factor: number, point: Point): View => {
  const fixed = imagePoint(view, image, screen, point)
  const zoom = Math.min(largestZoom, Math.max(1, view.zoom * factor))
  const scale = scaleOf({ ...view, zoom }, image, screen)
  const [dx, dy] = [point.x - screen.width / 2, point.y - screen.height / 2]
  return insideImage({ x: fixed.x - dx / scale, y: fixed.y - dy / scale, zoom }, image)
}

/** Moved by CSS pixels, as a hand moves a sheet. */
export const panBy = (view: View, image: Size, screen: Size, dx: number, dy: number): View => {
  const scale = scaleOf(view, image, screen)
  return insideImage({ ...view, x: view.x - dx / scale, y: view.y - dy / scale }, image)
}

/** As two fingers stretch a sheet: what was under each stays under it. */
export const pinchBy = (
  view: View,
  image: Size,
  screen: Size,
  from: readonly [Point, Point],
  to: readonly [Point, Point],
): View => {
  const [before, after] = [middleOf(from), middleOf(to)]
  const zoomed = zoomAt(view, image, screen, distanceOf(to) / Math.max(1, distanceOf(from)), before)
  return panBy(zoomed, image, screen, after.x - before.x, after.y - before.y)
}

const middleOf = ([one, other]: readonly [Point, Point]): Point => ({
  x: (one.x + other.x) / 2,
  y: (one.y + other.y) / 2,
})

const distanceOf = ([one, other]: readonly [Point, Point]): number => Math.hypot(one.x - other.x, one.y - other.y)

/** The same view where it shows `point`, else moved so that the point is in its middle. */
export const bringIntoView = (view: View, image: Size, point: Point): View => {
  const isSeen =
    Math.abs(point.x - view.x) <= image.width / view.zoom / 2 &&
    Math.abs(point.y - view.y) <= image.height / view.zoom / 2
  return isSeen || Number.isNaN(point.x + point.y) ? view : insideImage({ ...view, ...point }, image)
}

/** The centre never leaves the image; unzoomed it is the image's own. */
const insideImage = ({ x, y, zoom }: View, image: Size): View =>
  zoom <= 1
    ? wholeView(image)
    : { x: Math.min(image.width, Math.max(0, x)), y: Math.min(image.height, Math.max(0, y)), zoom }
