import { describe, expect, it } from 'vitest'
import { compare } from '../algebra/condition.ts'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import {
  compileBringBack,
  compileCountOrphaned,
  compileCreateStore,
  compileDeleteKept,
  compileForget,
  compileKeep,
} from './compileTrash.ts'

const pipeline = compilePipeline(
  [
    {
      name: 'lab',
      tables: [
        { name: 'Animal', definition: 'animal : int\n---' },
        { name: 'Pair', definition: '-> Animal\n---\n-> [nullable] Animal.proj(other="animal")' },
      ],
    },
  ],
  { prefix: '', blobStyle: 'codec' },
)
const pair = pipeline.table('lab.Pair')
const store = { database: 'app', sqlName: '~trash_1' }
const columns = ['animal', 'other'].map((name) => ({ name, type: 'int' }))
const oneLine = (text: string) => text.replace(/\s+/g, ' ')

describe('rows on their way to the trash', () => {
  it('are copied with every column into a store without keys or constraints', () => {
    expect(oneLine(compileCreateStore(store, pair, columns))).toBe(
      'CREATE TABLE IF NOT EXISTS `app`.`~trash_1` (`_labbook_trash_id` bigint NOT NULL DEFAULT 0, INDEX (`_labbook_trash_id`)) ENGINE=InnoDB SELECT `animal`, `other` FROM `lab`.`pair` WHERE FALSE',
    )
    const { text, params } = compileKeep(store, pair, columns, 7, compare('animal', '=', 3))
    expect(oneLine(text)).toBe(
      'INSERT INTO `app`.`~trash_1` (`_labbook_trash_id`, `animal`, `other`) SELECT ?, `animal`, `other` FROM `lab`.`pair` WHERE `lab`.`pair`.`animal` = ?',
    )
    expect(params).toEqual([7, 3])
  })

  it('are deleted by their keys in the store, not by the condition, which may not hold any more', () => {
    expect(oneLine(compileDeleteKept(store, pair, 7).text)).toBe(
      'DELETE `lab`.`pair` FROM `lab`.`pair` JOIN `app`.`~trash_1` ON `lab`.`pair`.`animal` = `app`.`~trash_1`.`animal` WHERE `app`.`~trash_1`.`_labbook_trash_id` = ?',
    )
  })
})

describe('rows on their way back', () => {
  it('are asked for the parents that they refer to, by the names of both sides', () => {
    const other = pair.foreignKeys.find(({ nullable }) => nullable)!
    const { text } = compileCountOrphaned(store, pipeline.table('lab.Animal'), other, 7)
    expect(oneLine(text)).toContain(
      '`app`.`~trash_1`.`other` IS NOT NULL AND NOT EXISTS (SELECT 1 FROM `lab`.`animal` AS parent WHERE parent.`animal` = `app`.`~trash_1`.`other`)',
    )
  })

  it('come with the columns that both have, and are forgotten then', () => {
    expect(oneLine(compileBringBack(store, pair, columns.slice(0, 1), 7).text)).toBe(
      'INSERT INTO `lab`.`pair` (`animal`) SELECT `animal` FROM `app`.`~trash_1` WHERE `_labbook_trash_id` = ?',
    )
    expect(compileForget(store, 7)).toEqual({
      text: 'DELETE FROM `app`.`~trash_1` WHERE `_labbook_trash_id` = ?',
      params: [7],
    })
  })
})
