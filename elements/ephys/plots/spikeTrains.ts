import { LabBookError } from '#core/errors.ts'
import type { FetchedRow, Key, PlotContext, Table } from '#elements/contract.ts'
import { nearestAncestor, numbersOf } from '#elements/plotData/index.ts'

/** One unit of a sorting without its spikes. */
export type UnitSummary = {
  readonly unit: number
  readonly label: string
  readonly electrode: number | null
  /** The rest of its row: foreign keys to electrode and label. */
  readonly row: FetchedRow
}

export type SpikeTrains = {
  readonly units: readonly UnitSummary[]
  /** Spike times in s, ascending, one array per unit. */
  readonly times: readonly Float64Array[]
  /** s: length of the recording, or the last spike where no recording tells. */
  readonly duration: number
}

/** Key of the whole sorting that a unit's key lies in: every attribute of the primary key but the unit's own. */
export const sortingKey = (table: Table, key: Key): Key => {
  const own = unitAttribute(table)
  return Object.fromEntries(Object.entries(key).filter(([name]) => name !== own && table.primaryKey.includes(name)))
}

/** The attribute that numbers the units: the last of the primary key. */
export const unitAttribute = (table: Table): string => table.primaryKey.at(-1)!

/** Trains of a whole sorting, decoded once and kept: the next unit then costs no database. */
export const loadSpikeTrains = async (table: Table, key: Key, context: PlotContext): Promise<SpikeTrains> => {
  const sorting = sortingKey(table, key)
  return context.cached(memoryId('spikeTrains', table, sorting), trainBytes, async () => {
    const units = await loadUnits(table, sorting, context)
    const times = await loadPerSpike(
      table,
      sorting,
      'spike_times',
      units,
      (value) => ascending(numbersOf(value)),
      context,
    )
    return { units, times, duration: await recordingDuration(table, sorting, times, context) }
  })
}

/** Depth of every spike in µm, one array per unit in the order of `trains`; null where a unit has none. */
export const loadSpikeDepths = async (
  table: Table,
  key: Key,
  trains: SpikeTrains,
  context: PlotContext,
): Promise<readonly (Float32Array | null)[]> => {
  const sorting = sortingKey(table, key)
  return context.cached(memoryId('spikeDepths', table, sorting), depthBytes, async () => {
    const depths = await loadPerSpike(table, sorting, 'spike_depths', trains.units, singlesOf, context)
    return depths.map((values, unit) => (values.length === trains.times[unit]!.length ? values : null))
  })
}

/** Positions in `trains` of the units that the key selects: one unit, or all. @throws NO_SUCH_ROW */
export const selectUnits = (table: Table, key: Key, trains: SpikeTrains): number[] => {
  const wanted = key[unitAttribute(table)]
  if (wanted === undefined) return trains.units.map((_, index) => index)
  const index = trains.units.findIndex(({ unit }) => unit === Number(wanted))
  if (index < 0) throw new LabBookError('NO_SUCH_ROW', { table: table.name, key })
  return [index]
}

/** The train of the one unit that the key names. @throws NO_SUCH_ROW, BAD_REQUEST */
export const selectTrain = (table: Table, key: Key, trains: SpikeTrains): Float64Array => {
  if (key[unitAttribute(table)] === undefined)
    throw new LabBookError('BAD_REQUEST', {
      problem: `This plot shows one ${unitAttribute(table)}; the key names none.`,
    })
  return trains.times[selectUnits(table, key, trains)[0]!]!
}

const loadUnits = async (table: Table, sorting: Key, context: PlotContext): Promise<UnitSummary[]> => {
  const rows = await context.fetch(table.name, sorting)
  const own = unitAttribute(table)
  const units = rows.map((row) => ({
    unit: Number(row[own]),
    label: String(row.cluster_quality_label ?? ''),
    electrode: typeof row.electrode === 'number' ? row.electrode : null,
    row,
  }))
  assertNumbered(table, sorting, units)
  return units.sort((a, b) => a.unit - b.unit)
}

/** Units are told apart by their number alone, so a key that leaves more of the primary key open would mix them up. */
const assertNumbered = (table: Table, sorting: Key, units: readonly UnitSummary[]): void => {
  const own = unitAttribute(table)
  const text = units.find(({ unit }) => !Number.isInteger(unit))
  if (text)
    throw new LabBookError('BAD_REQUEST', {
      problem: `${own} of ${table.name} is "${text.row[own]}"; plots of spikes need numbers.`,
    })
  if (new Set(units.map(({ unit }) => unit)).size === units.length) return
  const missing = table.primaryKey.filter((name) => name !== own && !(name in sorting))
  throw new LabBookError('BAD_REQUEST', { problem: `The key must also name ${missing.join(', ')} of ${table.name}.` })
}

/** One array per unit. Rows come one by one where they can, so that millions of spikes do not hold up other requests. */
const loadPerSpike = async <T>(
  table: Table,
  sorting: Key,
  attribute: string,
  units: readonly UnitSummary[],
  toArray: (value: FetchedRow[string] | undefined) => T,
  context: PlotContext,
): Promise<T[]> => {
  const own = unitAttribute(table)
  const attributes = [own, attribute]
  const byUnit = new Map<number, T>()
  const rows =
    context.stream?.(table.name, sorting, attributes) ?? (await context.fetch(table.name, sorting, attributes))
  for await (const row of rows) byUnit.set(Number(row[own]), toArray(row[attribute]))
  return units.map(({ unit }) => byUnit.get(unit) ?? toArray(undefined))
}

/** Stored single precision is taken as it is. */
const singlesOf = (value: FetchedRow[string] | undefined): Float32Array => {
  const isArray = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'ndarray'
  return isArray && value.data instanceof Float32Array ? value.data : Float32Array.from(numbersOf(value))
}

const memoryId = (what: string, table: Table, sorting: Key): string =>
  `${what} ${table.name} ${JSON.stringify(Object.entries(sorting).sort())}`

const recordingDuration = async (
  table: Table,
  sorting: Key,
  times: readonly Float64Array[],
  context: PlotContext,
): Promise<number> => {
  const recording = nearestAncestor(table, ['recording_duration'], context)
  const [row] = recording ? await context.fetch(recording.name, sorting, ['recording_duration']) : []
  const lastSpike = times.reduce((last, train) => Math.max(last, train.at(-1) ?? 0), 0)
  return Math.max(Number(row?.recording_duration ?? 0), lastSpike)
}

const ascending = (times: Float64Array): Float64Array => {
  for (let index = 1; index < times.length; index++) if (times[index]! < times[index - 1]!) return times.slice().sort()
  return times
}

const trainBytes = ({ times }: SpikeTrains): number => times.reduce((sum, train) => sum + train.byteLength, 0)

const depthBytes = (depths: readonly (Float32Array | null)[]): number =>
  depths.reduce((sum, values) => sum + (values?.byteLength ?? 0), 0)
