import { describe, expect, it } from 'vitest'
import { LabBookError } from '#core/errors.ts'
import { issuesOf, readError } from './readError.ts'

const sent = (labbook: object) => Object.assign(new Error('x'), { data: { labbook } })

describe('an error', () => {
  it('of the catalogue keeps its message and hint', () => {
    const error = readError(sent({ code: 'NO_SUCH_ROW', message: 'gone', hint: 'reload', data: {} }))
    expect(error).toMatchObject({ code: 'NO_SUCH_ROW', message: 'gone', hint: 'reload', retry: false })
  })
  it('thrown by core in the browser is read alike', () =>
    expect(readError(new LabBookError('UNKNOWN_TABLE', { table: 'x' })).code).toBe('UNKNOWN_TABLE'))
  it('of a server that is down says so and may be tried again', () =>
    expect(readError(new TypeError('Failed to fetch'))).toMatchObject({ code: 'OFFLINE', retry: true }))
})

describe('issues', () => {
  it('name the attribute of a form', () => {
    const error = sent({
      code: 'INVALID_ROW',
      message: 'm',
      hint: '',
      data: { issues: [{ attribute: 'sex', message: 'no' }] },
    })
    expect(issuesOf(error)).toEqual([{ attribute: 'sex', message: 'no' }])
  })
  it('of a part row name part and row', () => {
    const data = { part: 's.Subject.User', index: 1, issues: [{ attribute: 'user', message: 'no' }] }
    expect(issuesOf(sent({ code: 'INVALID_ROW', message: 'm', hint: '', data }))[0]?.attribute).toBe(
      's.Subject.User[1].user',
    )
  })
  it('are made of a single marked attribute', () =>
    expect(issuesOf(sent({ code: 'INVALID_VALUE', message: 'm', hint: '', data: { attribute: 'sex' } }))).toEqual([
      { attribute: 'sex', message: 'm' },
    ]))
})
