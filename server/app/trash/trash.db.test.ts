import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { tableReference } from '#core/sql/identifier.ts'
import type { SchemaDefinition } from '#elements/contract.ts'
import type { DeleteRequest } from '../deleteCascade.ts'
import { deleteCascade } from '../deleteCascade.ts'
import { listAudit } from '../listAudit.ts'
import { previewDelete } from '../previewDelete.ts'
import { useTestContext } from '../testing/testContext.ts'
import { emptyTrash } from './emptyTrash.ts'
import { listTrash } from './listTrash.ts'
import { restoreTrash } from './restoreTrash.ts'
import { readTrashLimit } from './trashLimit.ts'

const ann = { user: 'ann' }

/** Every way in which rows hang together, and values that a copy through JavaScript might change. */
const schema: SchemaDefinition = {
  name: 'bin',
  tables: [
    { name: 'Person', tier: 'lookup', definition: 'person : varchar(8)' },
    { name: 'Animal', tier: 'manual', definition: 'animal : int\n---\nseen = CURRENT_TIMESTAMP : timestamp(3)' },
    { name: 'Animal.Keeper', definition: '-> master\n-> Person' },
    {
      name: 'Scan',
      tier: 'manual',
      definition: `-> Animal
        day : date
        ---
        single : float
        real : double
        big : bigint unsigned
        exact : decimal(20,10)
        note = null : json
        id : uuid
        trace = null : <blob>`,
    },
    { name: 'Scan.Field', definition: '-> master\nfield : int\n---\nmask : <blob>' },
    { name: 'Pair', tier: 'manual', definition: '-> Scan\n---\n-> [nullable] Animal.proj(other="animal")' },
  ],
}

const lab = useTestContext([schema])
const database = () => lab.db.database
const ref = (name: string) => tableReference(lab.context.pipeline.table(name))
const names = ['bin.Person', 'bin.Animal', 'bin.Animal.Keeper', 'bin.Scan', 'bin.Scan.Field', 'bin.Pair']

/** All rows of all tables, hidden columns too, as the bytes that the server has. */
const everything = async () => {
  const told: Record<string, unknown> = {}
  for (const name of names) {
    const columns = await database().query(`SHOW COLUMNS FROM ${ref(name)}`)
    const list = columns.map(({ Field }) => `HEX(\`${Field}\`)`).join(', ')
    told[name] = await database().query(`SELECT CONCAT_WS('|', ${list}) AS bytes FROM ${ref(name)} ORDER BY 1`)
  }
  return told
}

beforeAll(async () => {
  await database().execute(
    `ALTER TABLE ${ref('bin.Scan')} ADD _job_start_time datetime(3) DEFAULT '2024-01-01 00:00:00.123',
     ADD twice double AS (\`real\` * 2) VIRTUAL`,
  )
})

beforeEach(async () => {
  for (const { name } of await stores()) await database().execute(`DROP TABLE ${lab.db.prefix}app.\`${name}\``)
  await database().session(async (session) => {
    await session.execute('SET foreign_key_checks = 0')
    for (const name of [...names, 'app.Trash.Step', 'app.Trash']) await session.execute(`DELETE FROM ${ref(name)}`)
    await session.execute('SET foreign_key_checks = 1')
  })
  for (const sql of [
    `INSERT INTO ${ref('bin.Person')} VALUES ('ann'), ('bob')`,
    `INSERT INTO ${ref('bin.Animal')} VALUES (1, '2024-10-27 02:30:00.5'), (2, '2024-01-01')`,
    `INSERT INTO ${ref('bin.Animal.Keeper')} VALUES (1, 'ann'), (1, 'bob'), (2, 'bob')`,
    `INSERT INTO ${ref('bin.Scan')} (animal, day, single, \`real\`, big, exact, note, id, trace) VALUES
     (1, '2024-01-02', 65.5144501, 0.1, 18446744073709551615, 0.1234567891, '{"b":1, "a":"µ"}', X'000102030405060708090A0B0C0D0E0F', X'00FF'),
     (2, '2024-01-03', 1.1, -1e-300, 0, -5, NULL, X'100102030405060708090A0B0C0D0E0F', NULL)`,
    `INSERT INTO ${ref('bin.Scan.Field')} SELECT animal, day, 1, REPEAT(X'00ABFF', 100000) FROM ${ref('bin.Scan')}`,
    `INSERT INTO ${ref('bin.Pair')} VALUES (1, '2024-01-02', 2), (2, '2024-01-03', NULL)`,
  ])
    await database().execute(sql)
})

const stores = () =>
  database().query("SELECT table_name AS name FROM information_schema.tables WHERE table_name LIKE '~trash%'")

const animal = (number: number) => ({ table: 'bin.Animal', key: { animal: number } })
const remove = async (request: Omit<DeleteRequest, 'token'>) => {
  const { token } = await previewDelete(lab.context, request)
  return deleteCascade(lab.context, { ...request, token }, ann)
}
const newest = async () => (await listTrash(lab.context, {}, ann))[0]!
const restore = async () => restoreTrash(lab.context, { id: (await newest()).id }, { user: 'bob' })
const counts = async () =>
  Object.fromEntries(
    await Promise.all(
      names.map(async (name) => {
        const [row] = await database().query(`SELECT COUNT(*) AS n FROM ${ref(name)}`)
        return [name.slice(4), row!.n] as const
      }),
    ),
  )

describe('a delete', () => {
  it('goes to the trash with everything below it, and comes back byte for byte', async () => {
    const before = await everything()
    await remove(animal(2))
    expect(await counts()).toEqual({ Person: 2, Animal: 1, 'Animal.Keeper': 2, Scan: 1, 'Scan.Field': 1, Pair: 0 })
    const entry = await newest()
    expect(entry).toMatchObject({ user: 'ann', table: 'bin.Animal', key: { animal: 2 }, total: 6, restoredAt: null })
    expect(entry.counts.map(({ table, rows }) => [table, rows])).toEqual([
      ['bin.Animal', 1],
      ['bin.Animal.Keeper', 1],
      ['bin.Scan', 1],
      ['bin.Scan.Field', 1],
      ['bin.Pair', 2],
    ])
    expect(await restore()).toMatchObject({ restoredBy: 'bob', restoredAt: expect.any(String) })
    expect(await everything()).toEqual(before)
  })

  it('that came back is told of in the history of each row that people entered', async () => {
    await remove(animal(2))
    await restore()
    const history = await listAudit(lab.context, animal(2))
    expect(history.map(({ action, user }) => `${action} ${user}`).slice(0, 2)).toEqual(['insert bob', 'delete ann'])
    expect(history[0]!.after).toEqual(history[1]!.before)
  })

  it('comes back once', async () => {
    await remove(animal(2))
    await restore()
    await expect(restore()).rejects.toThrow('taken back already, by bob')
    await expect(restoreTrash(lab.context, { id: 4711 }, ann)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('for good is not in the trash', async () => {
    await remove({ ...animal(2), trash: 'none' })
    expect(await counts()).toMatchObject({ Animal: 1, Scan: 1 })
    expect(await listTrash(lab.context, {}, ann)).toEqual([])
  })

  it('of a table that was altered since comes back with what is left of its columns', async () => {
    await remove(animal(2))
    await database().execute(`ALTER TABLE ${ref('bin.Animal')} DROP seen, ADD extra int NOT NULL DEFAULT 7`)
    await restore()
    expect(await database().query(`SELECT * FROM ${ref('bin.Animal')} WHERE animal = 2`)).toEqual([
      { animal: 2, extra: 7 },
    ])
    await database().execute(
      `ALTER TABLE ${ref('bin.Animal')} DROP extra, ADD seen timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)`,
    )
  })
})

describe('what one delete may put into the trash', () => {
  const limitOn = (variables: Readonly<Record<string, string>>) =>
    readTrashLimit({
      ...database(),
      query: async () => Object.entries(variables).map(([Variable_name, Value]) => ({ Variable_name, Value })),
    })

  it('has no limit but on clusters, whose transactions have one', async () => {
    expect(await readTrashLimit(database())).toBe(Number.POSITIVE_INFINITY)
    const galera = { wsrep_max_ws_size: '2147483647' }
    expect(await limitOn({ ...galera, wsrep_on: 'ON' })).toBe(2147483647 / 2)
    expect(await limitOn({ ...galera, wsrep_on: 'OFF' })).toBe(Number.POSITIVE_INFINITY)
    expect(await limitOn({ group_replication_transaction_size_limit: '150000000' })).toBe(75_000_000)
  })
})

describe('what stands in the way of a restore', () => {
  it('is said table by table when keys are taken again, and nothing comes back', async () => {
    await remove(animal(2))
    await database().execute(`INSERT INTO ${ref('bin.Animal')} (animal) VALUES (2)`)
    await database().execute(`INSERT INTO ${ref('bin.Animal.Keeper')} VALUES (2, 'bob')`)
    const before = await everything()
    await expect(restore()).rejects.toMatchObject({
      code: 'RESTORE_CONFLICT',
      data: {
        conflicts: [
          { table: 'bin.Animal', rows: 1, problem: 'taken' },
          { table: 'bin.Animal.Keeper', rows: 1, problem: 'taken' },
        ],
      },
    })
    expect(await everything()).toEqual(before)
    expect((await newest()).restoredAt).toBeNull()
  })

  it('are parents that are gone, named once and not for the tables below', async () => {
    const scan = { table: 'bin.Scan', key: { animal: 2, day: '2024-01-03' } }
    await remove(scan)
    const { id } = await newest()
    await remove(animal(2))
    const before = await everything()
    await expect(restoreTrash(lab.context, { id }, ann)).rejects.toMatchObject({
      data: { conflicts: [{ table: 'bin.Scan', rows: 1, problem: 'parent', parent: 'bin.Animal' }] },
    })
    expect(await everything()).toEqual(before)
    await restore()
    expect(await restoreTrash(lab.context, { id }, ann)).toMatchObject({ total: 3 })
    expect(await counts()).toMatchObject({ Animal: 2, Scan: 2, 'Scan.Field': 2, Pair: 2 })
  })
})

describe('part rows below the deleted row whose masters would stay', () => {
  const person = { table: 'bin.Person', key: { person: 'ann' } }

  it('forbid the delete', async () => {
    await expect(previewDelete(lab.context, person)).rejects.toMatchObject({ code: 'PART_INTEGRITY' })
  })

  it('take their masters along on request, with all below these, and everything comes back', async () => {
    const before = await everything()
    await remove({ ...person, parts: 'cascade' })
    expect(await counts()).toEqual({ Person: 1, Animal: 1, 'Animal.Keeper': 1, Scan: 1, 'Scan.Field': 1, Pair: 1 })
    await restore()
    expect(await everything()).toEqual(before)
  })

  it('go alone when that is asked for', async () => {
    await remove({ ...person, parts: 'ignore' })
    expect(await counts()).toMatchObject({ Person: 1, Animal: 2, 'Animal.Keeper': 2 })
  })
})

describe('emptying the trash', () => {
  it('gives up what is old enough, with an entry in the audit trail', async () => {
    await remove(animal(2))
    const { id } = await newest()
    expect(await emptyTrash(lab.context, { olderThanDays: 1 }, ann)).toEqual({ emptied: 0 })
    const tomorrow = { ...lab.context, now: () => new Date(Date.now() + 2 * 24 * 3_600_000) }
    expect(await emptyTrash(tomorrow, { olderThanDays: 1 }, ann)).toEqual({ emptied: 1 })
    expect(await listTrash(lab.context, {}, ann)).toEqual([])
    expect((await listAudit(lab.context, { table: 'app.Trash' }))[0]).toMatchObject({
      key: { trash_id: id },
      user: 'ann',
    })
    expect(await stores()).toEqual([])
  })

  it('drops the tables in which nothing is kept, and no other', async () => {
    await remove(animal(2))
    await restore()
    await remove({ table: 'bin.Person', key: { person: 'ann' }, parts: 'ignore' })
    const before = await stores()
    expect(before).toHaveLength(6)
    await emptyTrash(lab.context, { olderThanDays: 1 }, ann)
    expect(await stores()).toHaveLength(2)
    await restore()
    expect(await counts()).toMatchObject({ Person: 2, Animal: 2, 'Animal.Keeper': 3 })
  })

  it('leaves a table alone that a delete is just filling, and a delete does without the table that was dropped', async () => {
    await remove(animal(2))
    await restore()
    const { token } = await previewDelete(lab.context, animal(2))
    const emptied: unknown[] = []
    const hasty = interrupted(async () => {
      emptied.push(await emptyTrash(lab.context, { olderThanDays: 1 }, ann))
    })
    await deleteCascade(hasty, { ...animal(2), token }, ann)
    expect(emptied).toEqual([{ emptied: 0 }])
    await restore()
    expect(await counts()).toMatchObject({ Animal: 2, Scan: 2 })
  })

  /** A context in which something happens once, after the stores were opened and before the first row is kept. */
  const interrupted = (happen: () => Promise<void>) => {
    const { context } = lab
    let isDone = false
    const transaction: typeof context.database.transaction = (work) =>
      context.database.transaction((inner) =>
        work({
          ...inner,
          execute: async (text, params) => {
            if (!isDone && /INSERT INTO .*~trash_/s.test(text)) {
              isDone = true
              await happen()
            }
            return inner.execute(text, params)
          },
        }),
      )
    return { ...context, database: { ...context.database, transaction } }
  }

  it('and deleting without it is for administrators, where there are some', async () => {
    const ruled = { ...lab.context, config: { ...lab.context.config, admins: ['bo'] } }
    await expect(emptyTrash(ruled, { olderThanDays: 0 }, ann)).rejects.toThrow('Only bo may empty the trash')
    const request = { ...animal(1), trash: 'none', token: 'any' } as const
    await expect(deleteCascade(ruled, request, ann)).rejects.toThrow('Only bo may delete rows for good')
    expect(await counts()).toMatchObject({ Animal: 2 })
  })
})
