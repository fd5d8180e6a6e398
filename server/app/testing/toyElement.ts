import type { BlobValue } from '#core/blob/value.ts'
import { LabBookError } from '#core/errors.ts'
import type { Key } from '#core/pipeline/table.ts'
import {
  type ComputeContext,
  defineElement,
  defineIngest,
  defineMake,
  definePlot,
  type Element,
  type Finding,
  type IngestStep,
  type InsertContext,
  type SchemaDefinition,
} from '#elements/contract.ts'

/** A small pipeline below the session: a source is doubled, the doubled one is summed. */
export const toySchema: SchemaDefinition = {
  name: 'toy',
  tables: [
    {
      name: 'Source',
      tier: 'manual',
      definition: `# A number
        -> session.Session
        source : int     # which number
        ---
        amount : double  # the number itself`,
    },
    {
      name: 'Doubled',
      tier: 'imported',
      definition: `# Twice the number
        -> Source
        ---
        doubled : double  # twice the number`,
    },
    {
      name: 'Doubled.Sample',
      definition: `# The number as samples
        -> master
        sample : int     # which sample
        ---
        trace  : <blob>  # samples`,
    },
    {
      name: 'Summed',
      tier: 'computed',
      definition: `# Sum of the samples
        -> Doubled
        ---
        total : double  # sum`,
    },
    {
      name: 'Elsewhere',
      tier: 'manual',
      definition: `# Nothing to do with the others
        place : int  # which place`,
    },
  ],
}

export type ToyBehaviour = {
  /** Instead of doubling. */
  readonly compute?: (source: ToySource, context: ComputeContext) => Promise<number> | number
  /** Before the rows are inserted. */
  readonly beforeInsert?: (key: Key, context: InsertContext) => Promise<unknown>
  readonly plan?: () => readonly IngestStep[]
  readonly findings?: readonly Finding[]
}
export type ToySource = { readonly key: Key; readonly amount: number }

const samples = (values: readonly number[]): BlobValue => ({
  kind: 'ndarray',
  dtype: 'float64',
  shape: [values.length],
  data: Float64Array.from(values),
})

export const toyElement = (behaviour: ToyBehaviour = {}): Element =>
  defineElement({
    name: 'toy',
    schemas: [toySchema],
    makes: [doubled(behaviour), summed],
    plots: [tracePlot],
    ingest: [toyIngest(behaviour)],
  })

const doubled = ({ compute, beforeInsert }: ToyBehaviour) =>
  defineMake<ToySource, number>({
    table: 'toy.Doubled',
    async fetch(key, context) {
      const { amount } = await context.fetch1('toy.Source', key)
      return { key, amount: Number(amount) }
    },
    compute: async (source, context) => (compute ? compute(source, context) : source.amount * 2),
    async insert(key, result, context) {
      await beforeInsert?.(key, context)
      await context.insert('toy.Doubled', [{ ...key, doubled: result }])
      await context.insert('toy.Doubled.Sample', [{ ...key, sample: 0, trace: samples([result, result]) }])
    },
  })

const summed = defineMake<Float64Array, number>({
  table: 'toy.Summed',
  light: true,
  async fetch(key, context) {
    const { trace } = await context.fetch1('toy.Doubled.Sample', key, ['trace'])
    return (trace as { data: Float64Array }).data
  },
  compute: async (trace) => trace.reduce((sum, value) => sum + value, 0),
  insert: (key, total, context) => context.insert('toy.Summed', [{ ...key, total }]),
})

const tracePlot = definePlot({
  name: 'toy.trace',
  title: 'Trace',
  version: 1,
  needs: ['trace'],
  defaults: { gain: 1 },
  async load(table, key, { gain }, context) {
    const data = await context.cached(
      `trace ${JSON.stringify(key)}`,
      (trace: Float64Array) => trace.byteLength,
      async () => {
        const [row] = await context.fetch(table.name, key, ['trace'])
        return (row!.trace as { data: Float64Array }).data
      },
    )
    const scaled = data.map((value) => value * gain)
    return { meta: { gain }, arrays: [{ name: 'trace', shape: [scaled.length], unit: '1', data: scaled }] }
  },
})

const toyIngest = ({ plan, findings = [] }: ToyBehaviour) =>
  defineIngest({
    name: 'toy',
    detect: async () => [...findings],
    plan: async (_findings, { session }) => [
      { do: 'insert', table: 'toy.Source', rows: [{ ...session, source: 1, amount: 3 }], skipDuplicates: true },
      { do: 'make', table: 'toy.Doubled', key: { ...session, source: 1 } },
      { do: 'make', table: 'toy.Summed', key: { ...session, source: 1 } },
      ...(plan?.() ?? []),
    ],
  })

export const toyFinding: Finding = {
  id: 'toy:a',
  reader: 'toy',
  kind: 'recording',
  path: 'a',
  title: 'A number',
  facts: [],
  problems: [{ level: 'warning', message: 'The number is rounded.' }],
  startedAt: '2024-01-02T03:04:05',
  data: null,
}

export const fileInvalid = () => new LabBookError('FILE_INVALID', { file: 'a.bin', field: 'size', problem: 'is odd' })
