import { describe, expect, it } from 'vitest'
import { testPipeline } from '../../testing/pipeline.ts'
import { formEntries, isRequired, sharedColumns } from './formEntries.ts'
import { chooseParent, initialValues, toRowInput, validateValues } from './formValues.ts'
import { editableParts, updateRequest } from './saveRow.ts'

const pipeline = testPipeline()
const subject = pipeline.table('lab.Subject')
const insertion = pipeline.table('lab.Insertion')
const alias = pipeline.table('lab.Subject.Alias')

const names = (entries: ReturnType<typeof formEntries>['key']) =>
  entries.map((entry) => (entry.kind === 'parent' ? `-> ${entry.foreignKey.parent}` : entry.attribute.name))

describe('the inputs of a form', () => {
  it('are one per attribute and one per parent', () => {
    const { key, details } = formEntries(subject, pipeline)
    expect(names(key)).toEqual(['subject'])
    expect(names(details)).toEqual(['sex', 'weight', '-> lab.Person', 'note'])
  })
  it('offer both parents that share a column', () =>
    expect(names(formEntries(insertion, pipeline).key)).toEqual(['-> lab.Session', '-> lab.Probe']))
  it('leave a part’s master out', () => expect(names(formEntries(alias, pipeline).key)).toEqual(['alias']))
  it('are required when nothing else can be stored', () =>
    expect(subject.attributes.filter(isRequired).map(({ name }) => name)).toEqual(['subject', 'sex']))
})

describe('parents that share columns', () => {
  const [toSession, toProbe] = insertion.foreignKeys
  it('are narrowed by the earlier one', () => {
    expect(sharedColumns(insertion, toSession!)).toEqual([])
    expect(sharedColumns(insertion, toProbe!)).toEqual(['subject'])
  })
  it('are emptied when the earlier one changes what they share', () => {
    const before = { subject: 'm1', session: '1', probe: '7' }
    expect(chooseParent(insertion, before, toSession!, { subject: 'm2', session: 1 })).toEqual({
      subject: 'm2',
      session: '1',
      probe: '',
    })
  })
  it('stay when the shared column stays', () => {
    const before = { subject: 'm1', session: '1', probe: '7' }
    expect(chooseParent(insertion, before, toSession!, { subject: 'm1', session: 2 }).probe).toBe('7')
  })
})

describe('values', () => {
  it('start with the defaults', () => expect(initialValues(subject).note).toBe(''))
  it('are checked by the attribute types', () => {
    const errors = validateValues(subject, { subject: 'm123456789', sex: 'X', weight: 'heavy', owner: '', note: '' })
    expect(Object.keys(errors)).toEqual(['subject', 'sex', 'weight'])
  })
  it('are sent as NULL where empty is allowed, and left out where only the default helps', () =>
    expect(toRowInput(subject, { subject: 'm1', sex: '', weight: '', owner: '', note: '' })).toEqual({
      subject: 'm1',
      weight: null,
      owner: null,
      note: '',
    }))
})

describe('an update', () => {
  const row = { subject: 'm1', sex: 'F', weight: 20.5, owner: null, note: '' }
  it('sends no key, only changed parts, and the row as it was seen', () => {
    const form = { values: initialValues(subject, row), parts: {}, changedParts: new Set<string>() }
    const request = updateRequest(subject, [alias], form, { key: { subject: 'm1' }, row, parts: {} })
    expect(request.row).not.toHaveProperty('subject')
    expect(request.parts).toEqual({})
    expect(request.expected).toEqual(row)
  })
  it('leaves a part alone of which not every row is known', () => {
    const rows = Array.from({ length: 1000 }, (_, index) => ({ subject: 'm1', alias: `a${index}` }))
    expect(editableParts([alias], { key: {}, row, parts: { 'lab.Subject.Alias': rows } })).toEqual([])
  })
})
