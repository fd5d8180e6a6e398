import { describe, expect, it } from 'vitest'
import { testPipeline } from '../../testing/pipeline.ts'
import { selectGraph } from './selectGraph.ts'

const pipeline = testPipeline()
const all = pipeline.topological()
const edge = (source: string, target: string) =>
  selectGraph(pipeline, all).edges.find((each) => each.source === `lab.${source}` && each.target === `lab.${target}`)

describe('the graph', () => {
  it('draws a reference that is the whole key thick', () =>
    expect(edge('Session', 'Recording')).toMatchObject({ primary: true, single: true }))
  it('draws a reference within a larger key thin', () =>
    expect(edge('Subject', 'Session')).toMatchObject({ primary: true, single: false }))
  it('draws a reference outside the key dashed, and says how it is renamed', () =>
    expect(edge('Person', 'Subject')).toMatchObject({ primary: false, single: false, renamed: 'owner ← person' }))
  it('leaves out tables that are not shown, with their references', () => {
    const { nodes, edges } = selectGraph(
      pipeline,
      all.filter(({ name }) => name !== 'lab.Person'),
    )
    expect(nodes.map(({ id }) => id)).not.toContain('lab.Person')
    expect(edges.some(({ source }) => source === 'lab.Person')).toBe(false)
  })
  it('draws a collapsed schema as one box without inner references', () => {
    const graph = selectGraph(pipeline, all, ['lab'])
    expect(graph.nodes).toEqual([{ id: 'schema lab', schema: 'lab', tables: 7 }])
    expect(graph.edges).toEqual([])
  })
})
