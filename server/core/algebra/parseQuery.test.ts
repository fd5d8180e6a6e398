import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabBookError } from '../errors.ts'
import { compileQuery } from '../sql/compileQuery.ts'
import { examplePipeline } from './algebraExample.ts'
import { parseCondition } from './parseCondition.ts'
import { parseQuery } from './parseQuery.ts'

const pipeline = examplePipeline()
const compiled = (text: string) => {
  const { text: statement, params, heading } = compileQuery(parseQuery(text, pipeline))
  return { from: statement.slice(statement.indexOf('FROM')), params, names: heading.map(({ name }) => name).join(' ') }
}
const subject = 'FROM `lab_animal`.`subject` AS `t0`'
const session = 'FROM `lab_animal`.`session` AS `t0`'

describe('a query in text', () => {
  it('names a table with its schema, without it, with the database, and a part', () => {
    for (const name of ['animal.Subject', 'Subject', 'lab_animal.Subject']) expect(compiled(name).from).toBe(subject)
    expect(compiled('Spikes.Unit').from).toBe('FROM `lab_animal`.`__spikes__unit` AS `t0`')
  })

  it('is restricted by a condition, by a dict whose unknown names do not count, and by any of a list', () => {
    expect(compiled(`Subject & "sex='F'"`)).toMatchObject({
      from: `${subject} WHERE (\`t0\`.\`sex\` = ?)`,
      params: ['F'],
    })
    expect(compiled(`Subject & {'subject': 'm1', 'nothing': 3}`)).toMatchObject({
      from: `${subject} WHERE (\`t0\`.\`subject\` = ?)`,
      params: ['m1'],
    })
    expect(compiled(`Subject & [{'subject': 'm1'}, "sex in ('M', \\"F\\")"]`)).toMatchObject({
      from: `${subject} WHERE ((\`t0\`.\`subject\` = ?) OR (\`t0\`.\`sex\` IN (?, ?)))`,
      params: ['m1', 'M', 'F'],
    })
    expect(compiled('Subject & []').from).toBe(`${subject} WHERE (FALSE)`)
  })

  it('is restricted by the rows of another query, or by their absence', () => {
    const one = 'SELECT `t1`.`subject` FROM `lab_animal`.`session` AS `t1`'
    expect(compiled('Subject & Session').from).toBe(`${subject} WHERE ((\`t0\`.\`subject\`) IN (${one}))`)
    expect(compiled('Subject - Session').from).toBe(`${subject} WHERE (NOT ((\`t0\`.\`subject\`) IN (${one})))`)
    expect(compiled(`Subject - (Session & "session_id > 3")`)).toMatchObject({
      from: `${subject} WHERE (NOT ((\`t0\`.\`subject\`) IN (${one} WHERE (\`t1\`.\`session_id\` > ?))))`,
      params: [3],
    })
  })

  it('joins, in the order of headings that DataJoint 2 gives', () => {
    expect(compiled('Subject * Session')).toMatchObject({
      from: 'FROM `lab_animal`.`subject` AS `t0` JOIN `lab_animal`.`session` AS `t1` ON `t0`.`subject` = `t1`.`subject`',
      names: 'subject session_id started rig token sex birth weight',
    })
    expect(compiled('Session * Subject').names).toBe('subject session_id started rig token sex birth weight')
    expect(compiled('Subject * Rig').from).toBe(
      'FROM `lab_animal`.`subject` AS `t0` CROSS JOIN `lab_animal`.`#rig` AS `t1`',
    )
  })

  it('binds as Python does: * before - before &', () => {
    expect(compiled(`Subject & Session - Spikes`).from).toBe(compiled(`Subject & (Session - Spikes)`).from)
    expect(compiled(`Subject * Session & "rig='a'"`).from).toBe(compiled(`(Subject * Session) & "rig='a'"`).from)
  })

  it('projects and renames, keeping the primary key', () => {
    expect(compiled(`Session.proj('rig', animal='subject')`).names).toBe('animal session_id rig')
    expect(compiled(`Subject.proj(...)`).names).toBe('subject sex birth weight')
    expect(compiled(`Subject.proj(partner='subject') & Pair`).from).toBe(
      `${subject} WHERE ((\`t0\`.\`subject\`) IN (SELECT \`t1\`.\`partner\` FROM \`lab_animal\`.\`pair\` AS \`t1\`))`,
    )
  })

  it('refuses to match names of different origins, and says which they are', () => {
    expect(() => parseQuery('Subject * Note', pipeline)).toThrow(
      'animal.Subject and animal.Note both have "subject", of different origins (animal.Subject.subject and animal.Note.subject).',
    )
  })

  it.each([
    ['Subject &', 10, 'expected a table, a condition in quotes'],
    ["Subject & 'sex = '", 18, 'expected a value'],
    ["Subject & 'sex ~ 3'", 16, '"~" is not expected here'],
    ["Subject & 'sex ? 3'", 16, '"?" has no meaning here'],
    ["Subject & 'sex", 11, 'no closing '],
    ["'sex=1'", 1, 'begin with a table'],
    ['Subject.fetch()', 9, 'there is no .fetch(…), only .proj(…), .aggr(…)'],
    ['(Subject', 9, 'expected ")"'],
    ['Subject Session', 9, 'not expected here'],
    ["Subject.proj('sex') 5", 21, 'not expected here'],
    ['Subject & None', 11, 'None is no restriction'],
    ['Subject + Session', 1, 'differ in their primary key'],
  ])('%s is refused at column %i', (text, column, problem) => {
    const error = errorOf(() => parseQuery(text, pipeline))
    expect(error.code).toBe('QUERY_SYNTAX')
    expect(error.data).toMatchObject({ column, problem: expect.stringContaining(problem) })
  })

  it('names the attributes there are when one is unknown', () => {
    expect(() => parseQuery(`Subject & "colour = 'red'"`, pipeline)).toThrow(
      'animal.Subject has no attribute "colour".',
    )
  })

  it('has a bounded depth and length', () => {
    for (const text of [
      `${'('.repeat(5000)}Subject`,
      `Subject & ${'['.repeat(5000)}`,
      `Subject & "${'('.repeat(5000)}"`,
      `Subject & "${'not '.repeat(3000)} sex='F'"`,
      `Subject${" & 'sex=1'".repeat(1500)}`,
      `Subject & "${'x'.repeat(150_000)}"`,
    ])
      expect(errorOf(() => parseQuery(text, pipeline)).code).toBe('QUERY_SYNTAX')
  })

  it('takes no longer for texts that are made to be tried again and again', () => {
    const begin = performance.now()
    const long = ' '.repeat(19_000)
    for (const text of [
      `Subject & dj.Top(1, 'weight${long}x')`,
      `Subject & "weight = '${'1'.repeat(19_000)}x'"`,
      `Subject.proj(x='a.${'b'.repeat(19_000)}!')`,
      `Subject & "${'weight + '.repeat(290)}1 = 1"`,
      `Subject${' * Subject.proj()'.repeat(290)}`,
    ])
      outcomeOf(() => compileQuery(parseQuery(text, pipeline)))
    expect(performance.now() - begin).toBeLessThan(2000)
  })

  it('never fails but with an error of ours, whatever is typed', () => {
    const piece = fc.constantFrom(
      ...[
        'Subject',
        'Session',
        '&',
        '-',
        '*',
        '(',
        ')',
        '[',
        ']',
        '{',
        '}',
        ':',
        ',',
        '.proj(',
        '...',
        "'sex'",
        '"sex=',
        "'",
        '"',
      ],
      ...[
        '=',
        '<',
        'and',
        'OR',
        'not',
        'in',
        'is',
        'null',
        'like',
        'between',
        '5',
        '-1e9',
        '`',
        '\\',
        ';',
        '--',
        '/*',
        'é',
        ' ',
      ],
    )
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 20 }).map((pieces) => pieces.join(' ')),
      fc.string(),
    )
    fc.assert(
      fc.property(texts, (text) => {
        expect(outcomeOf(() => compileQuery(parseQuery(text, pipeline)))).not.toBe('crash')
        expect(outcomeOf(() => parseCondition(text))).not.toBe('crash')
      }),
      { numRuns: 1000 },
    )
  })
})

describe('a condition in text', () => {
  it('is SQL of comparisons, words and parentheses', () => {
    const text = `(weight >= 20.5 OR birth BETWEEN '2024-01-01' AND '2024-02-01') AND NOT sex IN ('M') && 'm%' <> subject AND birth IS NOT NULL`
    expect(compiled(`Subject & "${text}"`)).toMatchObject({
      from: `${subject} WHERE (((\`t0\`.\`weight\` >= ?) OR (\`t0\`.\`birth\` BETWEEN ? AND ?)) AND (NOT (\`t0\`.\`sex\` IN (?))) AND (\`t0\`.\`subject\` <> ?) AND (NOT (\`t0\`.\`birth\` IS NULL)))`,
      params: [20.5, '2024-01-01', '2024-02-01', 'M', 'm%'],
    })
  })

  it('compares attributes with each other, and keeps whole numbers exact', () => {
    expect(compiled(`Session & 'session_id = 9007199254740993'`)).toMatchObject({
      from: `${session} WHERE (\`t0\`.\`session_id\` = ?)`,
      params: ['9007199254740993'],
    })
    expect(compiled(`Pair & 'subject < partner'`).from).toBe(
      'FROM `lab_animal`.`pair` AS `t0` WHERE (`t0`.`subject` < `t0`.`partner`)',
    )
  })
})

const errorOf = (work: () => unknown): LabBookError => {
  try {
    work()
  } catch (error) {
    if (error instanceof LabBookError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

const outcomeOf = (work: () => unknown): string => {
  try {
    work()
    return 'done'
  } catch (error) {
    return error instanceof LabBookError ? error.code : 'crash'
  }
}
