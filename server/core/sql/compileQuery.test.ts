import { describe, expect, it } from 'vitest'
import { examplePipeline } from '../algebra/algebraExample.ts'
import { compare, contains, inKeys, isIn, keyEquals, not, startsWith } from '../algebra/condition.ts'
import { parseQuery } from '../algebra/parseQuery.ts'
import { from, join, project, restrict } from '../algebra/query.ts'
import { LabBookError } from '../errors.ts'
import { compileCount, compileExists, compileQuery } from './compileQuery.ts'

const pipeline = examplePipeline()
const subject = from(pipeline.table('Subject'))
const session = from(pipeline.table('Session'))
const where = (query: Parameters<typeof compileQuery>[0]) => {
  const { text, params } = compileQuery(query)
  return [text.split(' WHERE ')[1], ...params]
}

describe('a SELECT', () => {
  it('leaves blobs out unless they are named', () => {
    expect(compileQuery(session).text).toBe(
      'SELECT `t0`.`subject`, `t0`.`session_id`, `t0`.`started`, `t0`.`rig`, `t0`.`token` FROM `lab_animal`.`session` AS `t0`',
    )
    expect(compileQuery(session, { attributes: ['notes', 'rig'] })).toMatchObject({
      text: 'SELECT `t0`.`notes`, `t0`.`rig` FROM `lab_animal`.`session` AS `t0`',
      heading: [{ name: 'notes' }, { name: 'rig' }],
    })
  })

  it('peeks into blobs without reading them', () => {
    expect(compileQuery(project(session, ['notes']), { blobs: 'peek' }).text).toContain(
      'SUBSTRING(`t0`.`notes`, 1, 256) AS `notes`, OCTET_LENGTH(`t0`.`notes`) AS `notes:bytes`',
    )
  })

  it('orders pages by what is asked and then by the key, so that they never overlap', () => {
    const { text, params } = compileQuery(project(subject, ['sex'], { animal: 'subject' }), {
      order: [{ attribute: 'sex', direction: 'desc' }],
      limit: 20,
      offset: 40,
    })
    expect(text).toBe(
      'SELECT `t0`.`subject` AS `animal`, `t0`.`sex` FROM `lab_animal`.`subject` AS `t0` ORDER BY `t0`.`sex` DESC, `t0`.`subject` ASC LIMIT ? OFFSET ?',
    )
    expect(params).toEqual([20, 40])
  })

  it('counts and looks for rows with the same FROM and WHERE', () => {
    const query = restrict(subject, compare('sex', '=', 'F'))
    const rest = 'FROM `lab_animal`.`subject` AS `t0` WHERE (`t0`.`sex` = ?)'
    expect(compileCount(query)).toEqual({ text: `SELECT COUNT(*) AS \`count\` ${rest}`, params: ['F'] })
    expect(compileExists(query)).toEqual({ text: `SELECT EXISTS(SELECT 1 ${rest}) AS \`present\``, params: ['F'] })
  })

  it('folds restrictions and projections around joins into one statement', () => {
    const units = restrict(from(pipeline.table('Spikes.Unit')), compare('rate', '>', 2))
    const query = project(
      join(restrict(session, compare('rig', '=', 'a')), join(units, from(pipeline.table('Spikes')))),
    )
    expect(compileCount(query)).toEqual({
      text: 'SELECT COUNT(*) AS `count` FROM `lab_animal`.`session` AS `t0` JOIN (`lab_animal`.`__spikes__unit` AS `t1` JOIN `lab_animal`.`__spikes` AS `t2` ON `t1`.`subject` = `t2`.`subject` AND `t1`.`session_id` = `t2`.`session_id` AND `t1`.`rig_number` = `t2`.`rig_number`) ON `t0`.`subject` = `t1`.`subject` AND `t0`.`session_id` = `t1`.`session_id` WHERE (`t0`.`rig` = ?) AND (`t1`.`rate` > ?)',
      params: ['a', 2],
    })
  })
})

describe('a condition', () => {
  it('finds keys in the form that MariaDB can look up in the index', () => {
    const keys = [
      { subject: 'a', session_id: 1 },
      { subject: 'b', session_id: 2 },
    ]
    const one = '((`t0`.`subject` = ?) AND (`t0`.`session_id` = ?))'
    expect(where(restrict(session, inKeys(keys)))).toEqual([`(${one} OR ${one})`, 'a', 1, 'b', 2])
    expect(where(restrict(subject, inKeys([{ subject: 'a' }, { subject: 'b' }])))).toEqual([
      '(`t0`.`subject` IN (?, ?))',
      'a',
      'b',
    ])
    expect(where(restrict(subject, inKeys([])))).toEqual(['(FALSE)'])
    expect(where(restrict(subject, isIn('sex', [])))).toEqual(['(FALSE)'])
    expect(where(restrict(subject, keyEquals({})))).toEqual(['(TRUE)'])
  })

  it('searches for text as it is, wildcards included', () => {
    expect(where(restrict(subject, contains('subject', '50%_|')))).toEqual([
      "(`t0`.`subject` LIKE ? ESCAPE '|')",
      '%50|%|_||%',
    ])
    expect(where(restrict(subject, startsWith('subject', 'm')))).toEqual(["(`t0`.`subject` LIKE ? ESCAPE '|')", 'm%'])
  })

  it('asks for null where a value is compared with null', () => {
    expect(where(restrict(session, compare('token', '=', null)))).toEqual(['(`t0`.`token` IS NULL)'])
    expect(where(restrict(session, compare('notes', '!=', null)))).toEqual(['(NOT (`t0`.`notes` IS NULL))'])
  })

  it('sends values in the form of their attributes, and refuses those that would match by accident', () => {
    const token = '0f8fad5b-d9cb-469f-a165-70867728950e'
    expect(where(restrict(session, compare('token', '=', token)))[1]).toEqual(
      new Uint8Array(Buffer.from(token.replaceAll('-', ''), 'hex')),
    )
    expect(where(restrict(subject, compare('subject', '=', 5)))[1]).toBe('5')
    expect(codeOf(() => where(restrict(session, compare('session_id', '=', 'abc'))))).toBe('INVALID_VALUE')
    expect(codeOf(() => where(restrict(session, compare('token', '=', 'abc'))))).toBe('INVALID_VALUE')
    expect(codeOf(() => where(restrict(session, compare('notes', '=', 'abc'))))).toBe('BAD_REQUEST')
  })
})

describe('a SELECT in several steps', () => {
  const statement = (text: string) => compileQuery(parseQuery(text, pipeline))

  it('groups in a subquery, by the key and by what else of the grouping query is asked for', () => {
    expect(statement(`Subject.aggr(Session, 'sex', n='COUNT(session_id)') & 'n > 1'`)).toMatchObject({
      text: 'SELECT `t2`.`subject`, `t2`.`sex`, `t2`.`n` FROM (SELECT `t0`.`subject`, `t0`.`sex`, COUNT(`t1`.`session_id`) AS `n` FROM `lab_animal`.`subject` AS `t0` LEFT JOIN `lab_animal`.`session` AS `t1` ON `t0`.`subject` = `t1`.`subject` GROUP BY `t0`.`subject`, `t0`.`sex`) AS `t2` WHERE (`t2`.`n` > ?)',
      params: [1],
    })
  })

  it('keeps values out of GROUP BY, where SQL would not know them again', () => {
    const { text, params } = statement(`dj.U('late').aggr(Session.proj(late='session_id + 7'), n='COUNT(*)')`)
    expect(text).toContain('GROUP BY `t1`.`late`')
    expect(params).toEqual([7])
  })

  it('has one row for a group of everything', () => {
    expect(statement(`dj.U().aggr(Session, n='COUNT(*)')`).text).toBe(
      'SELECT `t1`.`n` FROM (SELECT COUNT(*) AS `n` FROM `lab_animal`.`session` AS `t0`) AS `t1`',
    )
  })

  it('sorts last, and in a subquery where something comes behind', () => {
    const order = 'ORDER BY `t0`.`weight` DESC, `t0`.`subject` ASC LIMIT ?'
    expect(statement(`Subject.proj('weight') & dj.Top(2, 'weight DESC')`).text).toBe(
      `SELECT \`t0\`.\`subject\`, \`t0\`.\`weight\` FROM \`lab_animal\`.\`subject\` AS \`t0\` ${order}`,
    )
    expect(statement(`(Subject & dj.Top(2, 'weight DESC')).proj() & "subject > 'a'"`).text).toBe(
      `SELECT \`t1\`.\`subject\` FROM (SELECT \`t0\`.\`subject\` FROM \`lab_animal\`.\`subject\` AS \`t0\` ${order}) AS \`t1\` WHERE (\`t1\`.\`subject\` > ?)`,
    )
  })

  it('reads no blob that is not asked for, however deep', () => {
    for (const text of [
      `(Session & dj.Top(2)) & "rig = 'a'"`,
      `(Session.proj('notes') + Session.proj(late='rig')) & 'session_id > 1'`,
      `Session.proj().extend((Session.proj('notes') * Subject.proj()) & "subject = 'a'")`,
    ])
      expect(statement(text).text).not.toContain('`notes`')
  })

  it('stays short where each step names the one before twice', () => {
    let text = `Session.proj(x='session_id + 1')`
    for (let step = 0; step < 40; step++) text = `(${text}).proj(x='x + x')`
    expect(statement(text).text.length).toBeLessThan(100_000)
  })

  it('computes exactly with digits behind the point', () => {
    expect(statement(`Subject.proj(x='weight * 2.50')`)).toMatchObject({
      text: expect.stringContaining('(`t0`.`weight` * CAST(? AS DECIMAL(2,1)))'),
      params: ['2.5'],
    })
  })
})

/** Text that would do harm where it became part of a statement. */
const hostile = [
  "' OR 1=1 --",
  '"; DROP TABLE subject; --',
  "\\' OR ''='",
  '`; DELETE FROM subject; -- `',
  "x') UNION SELECT user, password FROM mysql.user #",
  '/*! SLEEP(10) */',
  '%00\0',
  "sex` = 'F' OR `sex",
  '?',
  'ÿ\u2019 OR 1=1',
]

describe.each(hostile)('the hostile text %s', (text) => {
  it('reaches the server as a parameter only, wherever a value may stand', () => {
    const conditions = [
      restrict(subject, compare('subject', '=', text)),
      restrict(subject, not(isIn('subject', [text]))),
      restrict(subject, contains('subject', text)),
      restrict(subject, keyEquals({ subject: text })),
      parseQuery(`Subject & {'subject': "${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"}`, pipeline),
    ]
    for (const query of conditions) {
      const harmless = compileQuery(query)
      expect(harmless.text.replace(/[A-Za-z0-9_`.,()?=|' ]/g, '')).toBe('')
      expect(harmless.text).not.toMatch(/OR 1|DROP|DELETE|UNION|SLEEP/)
      expect(String(harmless.params[0]).replaceAll('|', '')).toContain(text)
    }
  })

  it('is refused wherever a name may stand', () => {
    const attempts = [
      () => restrict(subject, compare(text, '=', 1)),
      () => project(subject, [text]),
      () => project(subject, [], { other: text }),
      () => compileQuery(subject, { attributes: [text] }),
      () => compileQuery(subject, { order: [{ attribute: text, direction: 'asc' }] }),
      () => parseQuery(`${text}`, pipeline),
    ]
    for (const attempt of attempts)
      expect(['UNKNOWN_ATTRIBUTE', 'QUERY_SYNTAX', 'UNKNOWN_TABLE']).toContain(codeOf(attempt))
  })

  it('is quoted when a query names a column so', () => {
    const { text: statement } = compileQuery(project(subject, [], { [text]: 'subject' }))
    expect(statement).toBe(
      `SELECT \`t0\`.\`subject\` AS \`${text.replaceAll('`', '``')}\` FROM \`lab_animal\`.\`subject\` AS \`t0\``,
    )
  })
})

it('takes no direction or number of rows but its own', () => {
  const order = [{ attribute: 'sex', direction: 'desc; DROP TABLE x' as 'desc' }]
  expect(compileQuery(subject, { order }).text).not.toContain('DROP')
  for (const limit of [-1, 1.5, Number.NaN, '1; DROP TABLE x' as unknown as number])
    expect(codeOf(() => compileQuery(subject, { limit }))).toBe('BAD_REQUEST')
  const op = '= 1 OR 1 =' as '='
  expect(codeOf(() => compileQuery(restrict(subject, compare('sex', op, 'F'))))).toBe('BAD_REQUEST')
})

const codeOf = (work: () => unknown): string => {
  try {
    work()
    return 'accepted'
  } catch (error) {
    return error instanceof LabBookError ? error.code : String(error)
  }
}
