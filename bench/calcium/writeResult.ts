import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { npyHeaderOf } from '#elements/formats/encodeNpy.ts'
import { type DemoPlane, type DemoRoi, simulatePlane } from '#elements/imaging/demo/simulateCells.ts'
import { writeScanImage } from '#elements/imaging/demo/writeScanImage.ts'
import { filesBesideTraces } from '#elements/imaging/demo/writeSuite2p.ts'

export type Scan = { readonly rois: number; readonly frames: number; readonly fps: number }

/** Different cells that are simulated; the others are these, shifted in time and scaled. */
const archetypes = 40
/** px of the image's side. */
const size = 512

/**
 * One plane as Suite2p leaves it, and the movie it came from as a sparse file. Traces are written row by row: 10,000 × 100,000
 * are 4 GB in each of three files.
 */
export const writeResult = async (folder: string, { rois, frames, fps }: Scan): Promise<void> => {
  const plane = simulatePlane('bench', { frames, fps, cells: archetypes - 4, others: 4, stimuli: [] })
  const large: DemoPlane = {
    ...plane,
    size,
    rois: Array.from({ length: rois }, (_, index) => placed(plane, index, rois)),
  }
  const path = join(folder, 'suite2p', 'plane0')
  await mkdir(path, { recursive: true })
  await writeScanImage(join(folder, 'bench_00001.tif'), { planes: [large], startedAt: '2025-09-01T10:00:00' }, 0)
  for (const [name, bytes] of Object.entries(filesBesideTraces(large, 1))) await writeFile(join(path, name), bytes)
  await writeTraces(join(path, 'F.npy'), plane, rois, ({ fluorescence }) => fluorescence)
  await writeTraces(join(path, 'Fneu.npy'), plane, rois, ({ neuropil }) => neuropil)
  await writeTraces(join(path, 'spks.npy'), plane, rois, ({ deconvolved }) => deconvolved)
}

/** A simulated cell at another place of a grid. Its brightness, which only images and skewness are drawn from, is cut short. */
const placed = ({ rois }: DemoPlane, index: number, count: number): DemoRoi => {
  const roi = rois[index % rois.length]!
  const perSide = Math.ceil(Math.sqrt(count))
  const pitch = (size - 24) / perSide
  const center = {
    y: 12 + Math.floor(pitch * Math.floor(index / perSide)),
    x: 12 + Math.floor(pitch * (index % perSide)),
  }
  return {
    ...roi,
    center,
    ypix: roi.ypix.map((y) => y - roi.center.y + center.y),
    xpix: roi.xpix.map((x) => x - roi.center.x + center.x),
    fluorescence: roi.fluorescence.subarray(0, 1000),
  }
}

const writeTraces = async (
  path: string,
  { rois, frames }: DemoPlane,
  count: number,
  traceOf: (roi: DemoRoi) => Float32Array,
): Promise<void> => {
  const file = await open(path, 'w')
  try {
    await file.write(npyHeaderOf('<f4', [count, frames]))
    for (let row = 0; row < count; row++) {
      const trace = variant(traceOf(rois[row % rois.length]!), row)
      await file.write(new Uint8Array(trace.buffer))
    }
  } finally {
    await file.close()
  }
}

/** The trace turned round in time and scaled a little: other bytes that compress as the first do. */
const variant = (trace: Float32Array, row: number): Float32Array => {
  const start = (row * 7919) % trace.length
  const turned = new Float32Array(trace.length)
  turned.set(trace.subarray(start))
  turned.set(trace.subarray(0, start), trace.length - start)
  const scale = 0.8 + ((row * 37) % 100) / 250
  return turned.map((value) => value * scale)
}
