import { describe, expect, it } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { elements } from './index.ts'

const pipeline = compilePipeline(
  elements.flatMap(({ schemas }) => schemas),
  { prefix: 'labbook_', blobStyle: 'codec' },
)

describe('the elements', () => {
  it('compile to one pipeline, parents before children', () => {
    const order = elements.flatMap(({ schemas }) =>
      schemas.flatMap((schema) => schema.tables.map(({ name }) => `${schema.name}.${name}`)),
    )
    for (const name of order)
      for (const { parent } of pipeline.table(name).foreignKeys)
        expect(order.indexOf(parent)).toBeLessThan(order.indexOf(name))
  })

  it('explain every attribute in words that Python clients accept', () => {
    for (const name of elements.flatMap(({ schemas }) =>
      schemas.flatMap((s) => s.tables.map((t) => `${s.name}.${t.name}`)),
    )) {
      const table = pipeline.table(name)
      expect(table.comment, name).toMatch(/^[^:"{}][^"{}]*$/)
      for (const attribute of table.attributes)
        expect(attribute.comment, `${name}.${attribute.name}`).toMatch(/^[^:"{}][^"{}]{2,}$/)
    }
  })

  it('name makes, plots and ingests of tables that exist', () => {
    for (const { makes = [] } of elements)
      for (const make of makes)
        for (const name of [make.table, ...(make.reads ?? []), ...(make.writes ?? [])])
          expect(pipeline.has(name), name).toBe(true)
  })

  it('have the keys of the Elements of DataJoint', () => {
    const session = ['subject', 'session_datetime']
    expect(pipeline.table('session.Session').primaryKey).toEqual(session)
    expect(pipeline.table('ephys.EphysRecording').primaryKey).toEqual([...session, 'insertion_number'])
    expect(pipeline.table('ephys.CuratedClustering.Unit').primaryKey).toEqual([
      ...session,
      'insertion_number',
      'paramset_idx',
      'unit',
    ])
    expect(pipeline.table('ephys.WaveformSet.Waveform').primaryKey).toEqual([
      ...session,
      'insertion_number',
      'paramset_idx',
      'unit',
      'electrode_config_hash',
      'probe_type',
      'electrode',
    ])
  })
})
