import { attributeType, type BlobStyle } from '../definition/attributeType.ts'
import type { Pipeline } from '../pipeline/pipeline.ts'
import type { Attribute, Table } from '../pipeline/table.ts'
import { type ColumnState, columnState, markerOf, stateOf, type TableState } from './tableState.ts'

/** New names of attributes -> the names that they have in the database. */
export type Renames = ReadonlyMap<string, string>

/**
 * The state that a definition asks of a table that is there. Type markers in comments stay as they are wherever they tell
 * the truth, so that no client of either generation is locked out by a change of something else; new blobs follow the style
 * of the blobs that are there.
 */
export const wantedState = (table: Table, pipeline: Pipeline, present: TableState, renames: Renames): TableState => {
  const style = styleOf(present, pipeline.blobStyle)
  const there = new Map(present.columns.map((column) => [column.name, column]))
  const columns = table.attributes.map((attribute) => {
    const before = there.get(renames.get(attribute.name) ?? attribute.name)
    const column = columnState(attribute, before ? keptMarker(attribute, before) : markerIn(attribute, style))
    return before?.collation && isText(column.type) ? { ...column, collation: before.collation } : column
  })
  return { ...stateOf(table, pipeline), columns }
}

/** How the blobs of a table are written; the pipeline's style where it has none. */
const styleOf = ({ columns }: TableState, otherwise: BlobStyle): BlobStyle => {
  if (columns.some(({ type, comment }) => /blob$/.test(type) && markerOf(comment) === '')) return 'bare'
  return columns.some(({ comment }) => /^<.+>$/.test(markerOf(comment))) ? 'codec' : otherwise
}

const markerIn = (attribute: Attribute, style: BlobStyle): string =>
  attributeType(attributeType(attribute.type).inStyle(style)).marker(style)

const keptMarker = (attribute: Attribute, present: ColumnState): string => {
  const marker = markerOf(present.comment)
  const [codec, bare] = [markerIn(attribute, 'codec'), markerIn(attribute, 'bare')]
  if (marker === codec || marker === bare) return marker
  if (marker === '') return bare === '' ? '' : codec
  const wanted = columnState(attribute, '').type
  if (!isScalarOf(marker, attribute)) return codec
  const isTrue = present.type === wanted || columnState({ ...attribute, type: marker }, '').type === wanted
  return isTrue ? marker : coreMarker(wanted)
}

/** `int32` for an attribute of type `int`: a marker that DataJoint 2.x writes and that means no packing. */
const isScalarOf = (marker: string, { type }: Attribute): boolean => {
  const { family } = attributeType(type)
  return attributeType(marker).family === family && !['blob', 'attach', 'json', 'opaque'].includes(family)
}

const coreNames: Readonly<Record<string, string>> = {
  tinyint: 'int8',
  'tinyint(1)': 'bool',
  smallint: 'int16',
  int: 'int32',
  bigint: 'int64',
  float: 'float32',
  double: 'float64',
}

/** The marker of DataJoint 2.x for a scalar column; empty where 2.x has no such core type. */
const coreMarker = (type: string): string =>
  coreNames[type] ?? (/^(var)?char\(|^enum\(|^decimal\(\d+,\d+\)$|^date(time(\(\d\))?)?$/.test(type) ? type : '')

const isText = (type: string): boolean => /^(var)?char\(|text$|^enum\(/.test(type)
