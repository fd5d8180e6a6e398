import { describe, expect, it } from 'vitest'
import { compilePipeline } from '../pipeline/compilePipeline.ts'
import { compileDelete } from '../sql/compileWrites.ts'
import { orphanedParts, planCascade } from './planCascade.ts'

const pipeline = compilePipeline(
  [
    {
      name: 'lab',
      tables: [
        { name: 'Person', tier: 'lookup', definition: 'person : varchar(8)' },
        { name: 'Rig', tier: 'lookup', definition: 'rig : int\n---\n-> [nullable] Person.proj(keeper="person")' },
        { name: 'Animal', tier: 'manual', definition: 'animal : varchar(8)' },
        { name: 'Animal.Keeper', definition: '-> master\n-> Person' },
        { name: 'Session', tier: 'manual', definition: '-> Animal\nday : date\n---\n-> Rig' },
        { name: 'Scan', tier: 'imported', definition: '-> Session\n---\nframes : int' },
        { name: 'Pair', tier: 'manual', definition: '-> Session\n-> Animal.proj(other="animal")' },
      ],
    },
  ],
  { prefix: 't_', blobStyle: 'codec' },
)

const deletes = (table: string, key: Record<string, string | number>) =>
  Object.fromEntries(
    planCascade(pipeline, pipeline.table(table), key).map(({ table, condition }) => {
      const { text, params } = compileDelete(table, condition)
      return [table.name, { where: text.slice(text.indexOf('WHERE') + 6).replaceAll('`t_lab`.', ''), params }]
    }),
  )

describe('a planned cascade', () => {
  it('lists parents before children and restricts them by plain equality where the foreign key carries the key', () => {
    const plan = deletes('lab.Session', { animal: 'M1', day: '2024-01-02' })
    expect(Object.keys(plan)).toEqual(['lab.Session', 'lab.Scan', 'lab.Pair'])
    expect(plan['lab.Scan']?.params).toEqual(['M1', '2024-01-02'])
    expect(plan['lab.Scan']?.where).not.toContain('SELECT')
  })

  it('follows a renamed foreign key, and joins two ways to one table by OR', () => {
    const plan = deletes('lab.Animal', { animal: 'M1' })
    expect(plan['lab.Pair']?.where).toBe('(`pair`.`animal` = ?) OR (`pair`.`other` = ?)')
    expect(plan['lab.Pair']?.params).toEqual(['M1', 'M1'])
  })

  it('restricts by the rows of the parent where the key does not travel on', () => {
    const plan = deletes('lab.Person', { person: 'ann' })
    expect(plan['lab.Rig']?.where).toBe('`#rig`.`keeper` = ?')
    expect(plan['lab.Session']?.where).toMatch(/^\(`session`.`rig`\) IN \(SELECT .*`#rig` .*`keeper` = \?/)
    expect(plan['lab.Session']?.params).toEqual(['ann'])
  })

  it('finds part rows that would go without their master', () => {
    const steps = planCascade(pipeline, pipeline.table('lab.Person'), { person: 'ann' })
    const keeper = steps.find(({ table }) => table.name === 'lab.Animal.Keeper')
    expect(keeper && orphanedParts(keeper, steps)).toEqual(keeper?.condition)
    const whole = planCascade(pipeline, pipeline.table('lab.Animal'), { animal: 'M1' })
    expect(orphanedParts(whole[1]!, whole)).toBeNull()
  })

  it('takes the masters of such part rows along on request, with all that is below these', () => {
    const steps = planCascade(pipeline, pipeline.table('lab.Person'), { person: 'ann' }, 'cascade')
    const names = steps.map(({ table }) => table.name)
    expect(new Set(names)).toEqual(new Set(pipeline.topological().map(({ name }) => name)))
    expect(names.indexOf('lab.Animal')).toBeLessThan(names.indexOf('lab.Session'))
    const animal = compileDelete(pipeline.table('lab.Animal'), steps[names.indexOf('lab.Animal')]!.condition)
    expect(animal.text).toMatch(/WHERE .*`animal`\) IN \(SELECT .*`animal__keeper` .*`person` = \?/)
    expect(animal.params).toEqual(['ann'])
  })
})
