import type { FetchedRow, Json, Key, PlotContext } from '#elements/contract.ts'
import type { MaskTables } from './maskTables.ts'

/** Names of summary images and the attributes that hold them. */
export const imageAttributes = {
  mean: 'average_image',
  max: 'max_proj_image',
  correlation: 'correlation_image',
  reference: 'ref_image',
} as const
export type ImageName = keyof typeof imageAttributes

/** The row of a plane's images: that of its field, else of the plane's place among the fields. */
export const imageRow = (rows: readonly FetchedRow[], plane: number): FetchedRow | undefined =>
  rows.find((row) => Number(row.field_idx) === plane) ?? rows[plane]

/** Which images each field has: `[{ plane: 0, images: ['mean', 'max'] }]`. */
export const loadImageNames = async (
  { images }: MaskTables,
  segmentation: Key,
  context: PlotContext,
): Promise<Json> => {
  if (!images) return []
  const rows = await context.fetch(images.name, segmentation, [...images.primaryKey, ...heldBy(images.attributes)])
  return rows.map((row, index) => ({ plane: Number(row.field_idx ?? index), images: namesIn(row) }))
}

const heldBy = (attributes: readonly { readonly name: string }[]): string[] =>
  Object.values(imageAttributes).filter((attribute) => attributes.some(({ name }) => name === attribute))

const namesIn = (row: FetchedRow): string[] =>
  Object.entries(imageAttributes).flatMap(([name, attribute]) => (row[attribute] ? [name] : []))
