import { expect, test } from 'vitest'
import { compare } from '../algebra/condition.ts'
import { from, restrict } from '../algebra/query.ts'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import { compileChecksum } from './compileChecksum.ts'
import { compileCountBy } from './compileCountBy.ts'

const pipeline = compilePipeline(
  [
    {
      name: 's',
      tables: [{ name: 'T', tier: 'manual', definition: 'a : int\nb : int\n---\nc : varchar(8)\nd : <blob>' }],
    },
  ],
  { prefix: 'x_', blobStyle: 'codec' },
)
const query = restrict(from(pipeline.table('s.T')), compare('c', '=', 'v'))

test('rows are counted per value of some attributes', () => {
  expect(compileCountBy(query, ['a'])).toEqual({
    text: [
      'SELECT `a`, COUNT(*) AS `count` FROM',
      '(SELECT `t0`.`a` FROM `x_s`.`t` AS `t0` WHERE (`t0`.`c` = ?)) AS `counted`',
      'GROUP BY `a`',
    ].join(' '),
    params: ['v'],
  })
})

test('a checksum leaves blobs out unless they are named', () => {
  const values = (names: readonly string[]) => names.map((name) => `COALESCE(CRC32(\`${name}\`), '-')`).join(', ')
  expect(compileChecksum(query).text).toContain(`CONCAT_WS('|', ${values(['a', 'b', 'c'])})`)
  const ending = "IF(LENGTH(`d`) > 4096 AND LEFT(`d`, 5) = 'ZL123', CONCAT(LENGTH(`d`), '|', RIGHT(`d`, 16)), `d`)"
  expect(compileChecksum(query, ['d']).text).toContain(`CONCAT_WS('|', COALESCE(CRC32(${ending}), '-'))`)
  expect(compileChecksum(query).params).toEqual(['v'])
})
