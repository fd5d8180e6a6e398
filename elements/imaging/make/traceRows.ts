import type { SegmentationReader, SegmentedPlane, TraceName } from '../readers/segmentation.ts'

/** Bytes of a file that are read at once. */
const pieceBytes = 16 * 2 ** 20

/** The traces of one kind, one ROI at a time, in the order of the ROIs. */
export async function* eachTrace(
  program: SegmentationReader,
  plane: SegmentedPlane,
  trace: TraceName,
): AsyncGenerator<Float32Array> {
  for await (const { rows } of program.traceRows(plane, trace, pieceBytes)) yield* rows
}

/** Items in groups of at most `limit` bytes, each with at least one item. */
export async function* inGroups<T>(
  items: AsyncIterable<T>,
  bytes: (item: T) => number,
  limit: number = pieceBytes,
): AsyncGenerator<T[]> {
  let group: T[] = []
  let size = 0
  for await (const item of items) {
    if (group.length > 0 && size + bytes(item) > limit) {
      yield group
      group = []
      size = 0
    }
    group.push(item)
    size += bytes(item)
  }
  if (group.length > 0) yield group
}
