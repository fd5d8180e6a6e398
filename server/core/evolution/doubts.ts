import { type Capacity, capacityOf } from './columnType.ts'
import type { Step } from './step.ts'
import { type ColumnState, markerOf } from './tableState.ts'

/** Rows of the table as it is before the step. */
export type Doubtful =
  | { readonly rows: 'any' }
  | { readonly rows: 'null' | 'notNull'; readonly column: string }
  | { readonly rows: 'longer'; readonly column: string; readonly than: number; readonly unit: 'characters' | 'bytes' }
  | { readonly rows: 'outside'; readonly column: string; readonly min: bigint; readonly max: bigint }
  /** `members` are SQL literals. */
  | { readonly rows: 'notAmong'; readonly column: string; readonly members: readonly string[] }
  | { readonly rows: 'finer'; readonly column: string; readonly decimals: number }
  | { readonly rows: 'duplicate'; readonly columns: readonly string[] }

/** Something to count before a step is taken: with any such row it loses data, or cannot be taken at all. */
export type Doubt = { readonly of: Doubtful; readonly level: 'loss' | 'blocked'; say(count: number): string }

/** What must be asked of the rows before this step; empty for a step that harms nothing whatever they are. */
export const doubtsOf = (step: Step): Doubt[] => {
  if (step.kind === 'addColumn') return addDoubts(step.column)
  if (step.kind === 'dropColumn')
    return [
      loss({ rows: 'notNull', column: step.column.name }, (n) => `${values(n)} of "${step.column.name}" would be lost`),
    ]
  if (step.kind === 'changeColumn') return [...nullDoubts(step.from, step.to), ...typeDoubts(step.from, step.to)]
  if (step.kind === 'addIndex' && step.index.unique) return [duplicateDoubt(step.index.columns)]
  return []
}

const loss = (of: Doubtful, say: Doubt['say']): Doubt => ({ of, level: 'loss', say })
const blocked = (of: Doubtful, say: Doubt['say']): Doubt => ({ of, level: 'blocked', say })
const values = (count: number): string => (count === 1 ? '1 value' : `${count} values`)
const rows = (count: number): string => (count === 1 ? '1 row' : `${count} rows`)

const addDoubts = ({ name, nullable, fallback }: ColumnState): Doubt[] =>
  nullable || fallback !== undefined
    ? []
    : [
        blocked(
          { rows: 'any' },
          (n) => `${rows(n)} would need a value of "${name}"; give it a default in the definition`,
        ),
      ]

const nullDoubts = (from: ColumnState, to: ColumnState): Doubt[] => {
  if (!from.nullable || to.nullable) return []
  const of: Doubtful = { rows: 'null', column: from.name }
  const { fallback } = to
  return fallback === undefined
    ? [blocked(of, (n) => `${rows(n)} without "${from.name}"; fill it in, or give it a default in the definition`)]
    : [loss(of, (n) => `${rows(n)} without "${from.name}" would be given ${fallback}`)]
}

const duplicateDoubt = (columns: readonly string[]): Doubt =>
  blocked(
    { rows: 'duplicate', columns },
    (n) => `${values(n)} of (${columns.join(', ')}) ${n === 1 ? 'occurs' : 'occur'} more than once`,
  )

const typeDoubts = (from: ColumnState, to: ColumnState): Doubt[] => {
  const { name } = from
  if (from.type === to.type)
    return isRepacked(from, to) ? [loss({ rows: 'notNull', column: name }, repacked(name))] : []
  const unfit = unfitValues(name, capacityOf(from.type), capacityOf(to.type), from.type, to.type)
  return unfit ? [loss(unfit, (n) => `${values(n)} of "${name}" may not fit ${to.type} (now ${from.type})`)] : []
}

/** Other bytes are expected in the column than those that are there, e.g. a packed blob in place of plain bytes. */
const isRepacked = (from: ColumnState, to: ColumnState): boolean => {
  const [before, after] = [from, to].map(({ comment }) => markerOf(comment).replace(/^<(.+)>$/, '$1'))
  return /blob$|^binary/.test(from.type) && before !== '' && before !== after
}

const repacked = (name: string) => (count: number) =>
  `${values(count)} of "${name}" would be read in another form than written`

/** Which values a column of the new type cannot hold as they are; undefined when it holds every value of the old type. */
const unfitValues = (
  column: string,
  from: Capacity,
  to: Capacity,
  fromType: string,
  toType: string,
): Doubtful | undefined => {
  const range = wholeRange(to)
  if (from.kind === 'integer' && range)
    return from.min >= range.min && from.max <= range.max ? undefined : { rows: 'outside', column, ...range }
  if (to.kind === 'characters')
    return isShortEnough(from, to.length) ? undefined : longer(column, from, to.length, 'characters')
  if (to.kind === 'text') return isShortEnough(from, to.bytes / 4) ? undefined : longer(column, from, to.bytes, 'bytes')
  if (from.kind === 'binary' && to.kind === 'binary')
    return from.bytes <= to.bytes ? undefined : longer(column, from, to.bytes, 'bytes')
  if (to.kind === 'enum' && isWords(from))
    return isAmong(from, to) ? undefined : { rows: 'notAmong', column, members: to.members }
  if (from.kind === 'moment' && to.kind === 'moment' && from.base === to.base)
    return from.decimals <= to.decimals ? undefined : { rows: 'finer', column, decimals: to.decimals }
  return isWider(from, to, fromType, toType) ? undefined : { rows: 'notNull', column }
}

/** Whole numbers that a type holds exactly. */
const wholeRange = (to: Capacity): { min: bigint; max: bigint } | undefined => {
  if (to.kind === 'integer') return { min: to.min, max: to.max }
  const max =
    to.kind === 'float'
      ? 2n ** 24n
      : to.kind === 'double'
        ? 2n ** 53n
        : to.kind === 'decimal'
          ? 10n ** BigInt(to.whole) - 1n
          : undefined
  if (max === undefined) return undefined
  return { min: to.kind === 'decimal' && !to.signed ? 0n : -max, max }
}

const isWords = ({ kind }: Capacity): boolean => kind === 'characters' || kind === 'text' || kind === 'enum'

const isShortEnough = (from: Capacity, characters: number): boolean => {
  if (from.kind === 'characters') return from.length <= characters
  if (from.kind === 'text') return from.bytes <= characters
  if (from.kind === 'enum') return from.members.every((member) => member.length - 2 <= characters)
  return from.kind === 'integer' && Math.max(String(from.min).length, String(from.max).length) <= characters
}

/** Length can be asked of words and of whole numbers; of anything else every value is in doubt. */
const longer = (column: string, from: Capacity, than: number, unit: 'characters' | 'bytes'): Doubtful =>
  isWords(from) || from.kind === 'integer' || (from.kind === 'binary' && unit === 'bytes')
    ? { rows: 'longer', column, than, unit }
    : { rows: 'notNull', column }

const isAmong = (from: Capacity, to: Extract<Capacity, { kind: 'enum' }>): boolean =>
  from.kind === 'enum' && from.members.every((member) => to.members.includes(member))

const isWider = (from: Capacity, to: Capacity, fromType: string, toType: string): boolean => {
  if (from.kind === 'float') return to.kind === 'double'
  if (from.kind === 'decimal' && to.kind === 'decimal')
    return from.whole <= to.whole && from.scale <= to.scale && (to.signed || !from.signed)
  return fromType === 'date' && /^datetime/.test(toType)
}
