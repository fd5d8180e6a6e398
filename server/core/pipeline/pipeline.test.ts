import { describe, expect, it } from 'vitest'
import { compilePipeline } from './compilePipeline.ts'
import { printDiagramJson } from './printDiagramJson.ts'
import { printMermaid } from './printMermaid.ts'
import type { Table } from './table.ts'
import { lab } from './testing/labSchemas.ts'

const pipeline = compilePipeline(lab, { prefix: 'labbook_', blobStyle: 'codec' })
const names = (tables: readonly Table[]) => tables.map(({ name }) => name)

describe('Pipeline', () => {
  it('finds a table by its full name, its database, or its bare name', () => {
    for (const name of ['ephys.Units.Unit', 'labbook_ephys.Units.Unit', 'Units.Unit'])
      expect(pipeline.table(name).name).toBe('ephys.Units.Unit')
    expect(pipeline.bySqlName('labbook_ephys', '__units__unit')?.name).toBe('ephys.Units.Unit')
    expect(pipeline.has('Units.Nothing')).toBe(false)
  })

  it('names the candidates when a name is unknown or could be several', () => {
    expect(() => pipeline.table('Sesion')).toThrow(
      expect.objectContaining({ code: 'UNKNOWN_TABLE', hint: 'Did you mean session.Session?' }),
    )
    const twice = compilePipeline([...lab, { name: 'other', tables: [{ name: 'Session', definition: 'a : int' }] }], {
      prefix: '',
      blobStyle: 'codec',
    })
    expect(() => twice.table('Session')).toThrow(
      expect.objectContaining({ hint: 'Several tables are called that; say which: session.Session, other.Session.' }),
    )
  })

  it('walks up and down', () => {
    expect(names(pipeline.parents('Units'))).toEqual(['ephys.Recording', 'ephys.ParamSet'])
    expect(names(pipeline.children('ephys.Recording'))).toEqual(['ephys.Recording.Channel', 'ephys.Units'])
    expect(names(pipeline.parts('Units'))).toEqual(['ephys.Units.Unit', 'ephys.Units.Pair'])
    expect(names(pipeline.ancestors('Units'))).toEqual([
      'lab.User',
      'subject.Subject',
      'session.Session',
      'ephys.Recording',
      'ephys.ParamSet',
    ])
    expect(names(pipeline.descendants('ephys.Recording'))).toEqual([
      'ephys.Recording.Channel',
      'ephys.Units',
      'ephys.Units.Unit',
      'ephys.Units.Pair',
    ])
  })

  it('orders parents before children and each part right after its master', () => {
    const reversed = [...lab].reverse().map((schema) => ({ ...schema, tables: [...schema.tables].reverse() }))
    const order = names(compilePipeline(reversed, { prefix: '', blobStyle: 'codec' }).topological())
    for (const table of pipeline.tables)
      for (const { parent } of table.foreignKeys) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(table.name))
    const units = order.indexOf('ephys.Units')
    expect(order.slice(units, units + 3)).toEqual(['ephys.Units', 'ephys.Units.Unit', 'ephys.Units.Pair'])
  })

  it('orders even tables that refer to each other in a circle, as foreign databases may hold', () => {
    const [user, subject] = [pipeline.table('User'), pipeline.table('Subject')]
    const key = { columns: [], primary: false, nullable: true, unique: false }
    const circular = { ...user, name: 'x.A', foreignKeys: [{ ...key, parent: 'x.B' }] }
    const other = { ...subject, name: 'x.B', sqlName: 'b', foreignKeys: [{ ...key, parent: 'x.A' }] }
    const both = compilePipeline([], { prefix: '', blobStyle: 'codec', existing: [circular, other] })
    expect(names(both.topological())).toEqual(['x.A', 'x.B'])
  })

  it('takes on further tables, but not twice the same', () => {
    const foreign = { ...pipeline.table('User'), name: 'old_lab.Person', database: 'old_lab', sqlName: '#person' }
    expect(pipeline.withTables([foreign, pipeline.table('User')]).tables).toHaveLength(pipeline.tables.length + 1)
  })
})

describe('the diagram', () => {
  const { nodes, edges } = printDiagramJson(pipeline)
  const edge = (parent: string, child: string) => edges.filter((one) => one.parent === parent && one.child === child)

  it('has a node per table and an edge per foreign key', () => {
    expect(nodes).toHaveLength(10)
    expect(edges).toHaveLength(13)
    expect(nodes.find(({ name }) => name === 'ephys.Units.Unit')).toEqual({
      name: 'ephys.Units.Unit',
      schema: 'ephys',
      tier: 'computed',
      part: true,
      underlined: true,
    })
    expect(nodes.find(({ name }) => name === 'ephys.Units')?.underlined).toBe(false)
  })

  it('classifies edges as Python does: extension, one to many, secondary, renamed', () => {
    expect(edge('session.Session', 'ephys.Recording')).toMatchObject([{ primary: true, multi: false, renamed: {} }])
    expect(edge('subject.Subject', 'session.Session')).toMatchObject([{ primary: true, multi: true }])
    expect(edge('lab.User', 'session.Session')).toMatchObject([
      { primary: false, multi: true, renamed: { reviewer: 'user' } },
    ])
    expect(edge('ephys.Recording.Channel', 'ephys.Units.Unit')).toMatchObject([{ primary: false }])
    expect(edge('ephys.Units.Unit', 'ephys.Units.Pair').map(({ renamed }) => renamed)).toEqual([
      {},
      { other_unit: 'unit' },
    ])
  })

  it('is printed for Mermaid with a frame per schema', () => {
    const small = compilePipeline(lab.slice(0, 2), { prefix: '', blobStyle: 'codec' })
    expect(
      printMermaid(small)
        .split('\n')
        .filter((line) => !line.includes('classDef')),
    ).toEqual([
      'flowchart LR',
      '  subgraph s0["lab"]',
      '    t0["<u>User</u>"]:::lookup',
      '  end',
      '  subgraph s1["subject"]',
      '    t1["<u>Subject</u>"]:::manual',
      '    t2["Subject.User"]:::part',
      '  end',
      '  t1 --- t2',
      '  t0 --- t2',
    ])
  })
})
