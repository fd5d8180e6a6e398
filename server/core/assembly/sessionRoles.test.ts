import { describe, expect, it } from 'vitest'
import { compilePipeline, type TableDefinition } from '../pipeline/compilePipeline.ts'
import { Pipeline } from '../pipeline/pipeline.ts'
import { sessionOf, sessionRoles, sessionValues, startValue, subjectKey, subjectValues } from './sessionRoles.ts'

const table = (name: string, definition: string): TableDefinition => ({ name, tier: 'manual', definition })

/** The tables of a lab, some of which stand for those of the elements. */
const labOf = (tables: readonly TableDefinition[], links: Record<string, string>) => {
  const { tables: compiled } = compilePipeline([{ name: 'our_lab', tables }], { prefix: '', blobStyle: 'codec' })
  return sessionRoles(new Pipeline(compiled, 'codec', new Map(Object.entries(links))))
}
const animal = table('Animal', 'animal : int')
const day = table('Day', '-> Animal\nday : date')
const person = table('Person', 'login : varchar(8)')
const links = { 'session.Session': 'our_lab.Run', 'subject.Subject': 'our_lab.Animal', 'lab.User': 'our_lab.Person' }

describe('the roles of sessions', () => {
  it('are those of the Elements where the tables are theirs', () => {
    const roles = sessionRoles(
      compilePipeline(
        [
          { name: 'lab', tables: [table('User', 'user : varchar(32)')] },
          { name: 'subject', tables: [table('Subject', 'subject : varchar(8)')] },
          {
            name: 'session',
            tables: [
              table('Session', '-> subject.Subject\nsession_datetime : datetime\n---\nsession_id = null : int'),
              table('SessionDirectory', '-> Session\n---\nhost : varchar(8)\nsession_dir : varchar(256)'),
              table('SessionExperimenter', '-> Session\n-> lab.User'),
            ],
          },
        ],
        { prefix: '', blobStyle: 'codec' },
      ),
    )
    expect(roles.subject).toMatchObject({ direct: true, columns: [{ child: 'subject', parent: 'subject' }] })
    expect(roles.start?.name).toBe('session_datetime')
    expect(roles.number).toBeUndefined()
    expect(roles.directory?.attribute.name).toBe('session_dir')
    expect(roles.experimenter).toMatchObject({ attribute: { name: 'user' } })
    expect(roles.note).toBeUndefined()
  })

  it('find the subject through what stands between, the day as the start, the number of the day, the person in the run', () => {
    const run = table('Run', '-> Day\nrun : int\n---\n-> [nullable] Person.proj(operator="login")\nscore = 0 : int')
    const roles = labOf([animal, day, person, run], links)
    expect(roles.subject).toMatchObject({ direct: false, columns: [{ child: 'animal', parent: 'animal' }] })
    expect([roles.start?.name, roles.number?.name]).toEqual(['day', 'run'])
    expect(roles.experimenter).toMatchObject({ table: { name: 'our_lab.Run' }, attribute: { name: 'operator' } })
  })

  it('are absent where nothing says so: no subject, no moment, a number that the database gives', () => {
    const roles = labOf([table('Run', 'run : int auto_increment\n---\nmaze : varchar(8)')], {
      'session.Session': 'our_lab.Run',
      'session.SessionDirectory': 'our_lab.Run',
    })
    const { subject, start, number, experimenter } = roles
    expect([subject, start, number, experimenter]).toEqual([undefined, undefined, undefined, undefined])
    expect(roles.directory).toMatchObject({ table: { name: 'our_lab.Run' }, attribute: { name: 'maze' } })
  })

  it('keep to the names that references give', () => {
    const run = table('Run', "-> Animal.proj(mouse='animal')\nrun : int")
    const folder = table('Folder', "-> Run.proj(of_mouse='mouse')\n---\npath : varchar(99)")
    const roles = labOf([animal, run, folder], { ...links, 'session.SessionDirectory': 'our_lab.Folder' })
    const session = { mouse: 7, run: 2 }
    expect(subjectKey(roles.subject!, session)).toEqual({ animal: 7 })
    expect(subjectValues(roles.subject!, { animal: 7 })).toEqual({ mouse: 7 })
    expect(sessionValues(roles.directory!, session)).toEqual({ of_mouse: 7, run: 2 })
    expect(sessionOf(roles.session, roles.directory!, { of_mouse: 7, run: 2, path: 'x' })).toEqual(session)
  })

  it('take of a moment what the start can tell', () => {
    const start = (type: string) => labOf([table('Run', `at : ${type}`)], { 'session.Session': 'our_lab.Run' }).start!
    expect(startValue(start('date'), '2024-01-02T03:04:05.6')).toBe('2024-01-02')
    expect(startValue(start('datetime'), '2024-01-02T03:04:05.6')).toBe('2024-01-02T03:04:05')
  })
})
