import { expect, test } from 'vitest'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { diagramSvg } from './diagramSvg.ts'

const pipeline = compilePipeline(
  [
    {
      name: 'x',
      tables: [
        {
          name: 'Mouse',
          tier: 'manual',
          definition: "# A mouse < a rat & a 'cat'\nmouse : int",
        },
        { name: 'Weight', tier: 'computed', definition: '-> Mouse\n---\nweight : float' },
        { name: 'Weight.Sample', definition: '-> master\nsample : int' },
      ],
    },
  ],
  { prefix: '', blobStyle: 'codec' },
)

test('each table is a box with its name, each foreign key a line, and text is escaped', async () => {
  const svg = await diagramSvg(pipeline)
  expect(svg.match(/<text[^>]*>[^<]*/g)?.map((text) => text.replace(/.*>/, ''))).toEqual([
    'x.Mouse',
    'x.Weight',
    'x.Weight.Sample',
  ])
  expect(svg.match(/<path /g)).toHaveLength(2)
  expect(svg).toContain("<title>A mouse &lt; a rat &amp; a 'cat'</title>")
})

test('lines end at the boxes of the tables that they join', async () => {
  const svg = await diagramSvg(pipeline)
  const boxes = [...svg.matchAll(/<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)].map(([, x, width]) => [
    Number(x) + Number(width),
    Number(x),
  ])
  const [, first, last] = /<path d="M([\d.]+) .*?L([\d.]+) [\d.]+"/.exec(svg) ?? []
  expect([Number(first), Number(last)]).toEqual([boxes[0]![0], boxes[1]![1]])
})
