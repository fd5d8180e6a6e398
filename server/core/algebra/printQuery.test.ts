import { describe, expect, it } from 'vitest'
import { examplePipeline } from './algebraExample.ts'
import { parseQuery } from './parseQuery.ts'
import { printPython } from './printPython.ts'
import { printQuery } from './printQuery.ts'

const pipeline = examplePipeline()
const python = (text: string) => printPython(parseQuery(text, pipeline)).split('query = ')[1]?.trim()

describe('a query as text', () => {
  it.each([
    ['Subject', 'animal.Subject'],
    [`(Subject&"sex='F'")-Session`, `(animal.Subject & "sex = 'F'") - animal.Session`],
    [`Subject & "sex='F'" - Session`, null],
    [`Subject * (Session & "rig='it''s'")`, `animal.Subject * (animal.Session & "rig = 'it''s'")`],
    [
      `Session.proj(n='session_id+1', a='subject', 'rig')`,
      `animal.Session.proj('rig', a='subject', n='session_id + 1')`,
    ],
    [`Session.proj(copy='(subject)')`, `animal.Session.proj(copy='(subject)')`],
    [`Session & {'subject': 'm', 'token': None}`, `animal.Session & "subject = 'm' AND token IS NULL"`],
    [`Session & [Subject, "session_id > 3"]`, `animal.Session & [animal.Subject, 'session_id > 3']`],
    [`Session - AndList([Subject, "rig='a'"])`, `animal.Session - dj.AndList([animal.Subject, "rig = 'a'"])`],
    [`Subject.aggr(Session, n='count( * )')`, `animal.Subject.aggr(animal.Session, n='COUNT(*)')`],
    [`dj.U().aggr(Session, n='avg(session_id)')`, `dj.U().aggr(animal.Session, n='AVG(session_id)')`],
    [`U('rig') & Session`, `dj.U('rig') & animal.Session`],
    [`Session & Top(3, 'started desc')`, `animal.Session & dj.Top(3, ['started DESC'])`],
    ['Session.join(Subject, left=True)', 'animal.Session.extend(animal.Subject)'],
    [
      `Pair & "-(minutes) * (2 + 3) > 1e-3 or not minutes"`,
      `animal.Pair & '-minutes * (2 + 3) > 0.001 OR (NOT minutes != 0)'`,
    ],
  ])('%s', (text, expected) => {
    if (expected === null) expect(() => parseQuery(text, pipeline)).toThrow('a condition has no rows of its own')
    else expect(printQuery(parseQuery(text, pipeline))).toBe(expected)
  })

  it('is the same query again, whatever is in its texts', () => {
    const query = parseQuery(`Subject & "subject = 'a\\\\\\\\b''c\\n%'"`, pipeline)
    expect(parseQuery(printQuery(query), pipeline)).toEqual(query)
  })
})

describe('a query for Python', () => {
  it('opens each schema once', () => {
    expect(printPython(parseQuery('Session * Subject', pipeline))).toBe(
      "import datajoint as dj\n\nanimal = dj.VirtualModule('animal', 'lab_animal')\n\nquery = animal.Session() * animal.Subject()\n",
    )
  })

  it('says values as the server wants them, and percent signs as the driver does', () => {
    expect(python(`Session & {'token': '0f8fad5b-d9cb-469f-a165-70867728950e'} & 'subject = 5'`)).toBe(
      `animal.Session() & "\`token\` = X'0f8fad5bd9cb469fa16570867728950e'" & "\`subject\` = '5'"`,
    )
    expect(python(`Session.proj(l="rig LIKE 'a%'") & "l = 1"`)).toContain(`l="\`rig\` LIKE 'a%%'"`)
  })

  it('gives a subquery to what its joins would forget, and denies a list condition by condition', () => {
    expect(python('Subject * (Session & dj.Top(2))')).toContain(
      `(animal.Session() & dj.Top(2, ['subject', 'session_id'])).make_subquery()`,
    )
    expect(python(`Subject - dj.AndList([Session, "sex = 'M'"])`)).toBe(
      `animal.Subject() & [dj.Not(animal.Session()), "NOT \`sex\` = 'M'"]`,
    )
    expect(python(`Subject.aggr(Session, 'sex', n='COUNT(*)')`)).toBe(
      `animal.Subject().aggr(animal.Session(), sex='MIN(\`sex\`)', n='COUNT(*)')`,
    )
  })
})
