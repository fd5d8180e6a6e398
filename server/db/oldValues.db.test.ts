import { expect, it } from 'vitest'
import { decodeRow, encodeRow } from '#core/definition/rowValues.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { compileInsert } from '#core/sql/compileWrites.ts'
import { declareTables } from './declareTables.ts'
import { useTestDatabase } from './testing/testDatabase.ts'

const db = useTestDatabase()

const definition = `
  id : int
  ---
  day : date
  partial : date
  moment : datetime(3)
  stamp : timestamp
  born : year
  kind : enum('a', 'b')
  zero : double
  lasted : time(6)
`

/** What servers took in before strict mode, and clients still find. */
const values = `1, '0000-00-00', '2024-00-00', '0000-00-00 00:00:00.000', '0000-00-00 00:00:00', 0, '', -0e0, '-00:00:00.000001'`

it('reads what lenient servers once took in, and gives back the same text to a statement', async () => {
  const tables = [{ name: 'Old', definition }]
  const pipeline = compilePipeline([{ name: 'old', tables }], { prefix: db.prefix, blobStyle: 'codec' })
  await declareTables(db.database, pipeline)
  const table = pipeline.table('Old')
  const place = `\`${table.database}\`.old`
  await db.database.session(async (session) => {
    const [before] = await session.query('SELECT @@SESSION.sql_mode AS mode')
    await session.execute("SET SESSION sql_mode = ''")
    await session.execute(`INSERT INTO ${place} VALUES (${values})`)
    await session.execute('SET SESSION sql_mode = ?', [before!.mode!])
  })
  const [raw] = await db.database.query(`SELECT * FROM ${place}`)
  const row = decodeRow(table, raw!)
  expect(row).toEqual({
    id: 1,
    day: '0000-00-00',
    partial: '2024-00-00',
    moment: '0000-00-00T00:00:00',
    stamp: '0000-00-00T00:00:00',
    born: 0,
    kind: '',
    // MySQL keeps the sign, MariaDB does not.
    zero: expect.closeTo(0),
    lasted: '-00:00:00.000001',
  })
  expect(encodeRow(table, row)).toMatchObject({ day: '0000-00-00', moment: '0000-00-00 00:00:00' })
  const again = compileInsert(table, [{ ...row, id: 2 }])
  await expect(db.database.execute(again.text, again.params)).rejects.toMatchObject({ code: 'INVALID_VALUE' })
})
