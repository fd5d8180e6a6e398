import { expect, test } from '@playwright/test'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { assertAccessible } from './pages/assertAccessible.ts'
import { declarePage } from './pages/declare.ts'

let labbook: RunningLabBook
test.beforeAll(async () => {
  labbook = await startLabBook({ flags: ['--no-demo', '--no-worker'] })
})
test.afterAll(() => labbook?.stop())

const definitions = `[Weighing: manual]
# One weighing of a subject
-> subject.Subject
weighed_at : datetime  # local time
---
weight : float         # g

[Weighing.Photo]
-> master
photo : int            # number of the photo
---
picture = null : <blob>  # RGB
`

test('a scientist declares tables: problems at their line, tables, diagram and SQL before anything is made', async ({
  page,
}) => {
  const declare = declarePage(page)
  await declare.open(labbook.address)
  await expect(declare.create).toBeDisabled()

  await declare.write(definitions.replace('weight : float', 'weight : flot'))
  await expect(declare.problem).toContainText('Line 6: "flot" is not an attribute type')
  await expect(declare.create).toBeDisabled()
  await assertAccessible(page, 'declare, with a problem', (scheme) =>
    page.screenshot({ path: `test-results/declare-problem-${scheme}.png` }),
  )

  await declare.write(definitions)
  await expect(declare.table('our_lab.Weighing')).toContainText('from subject.Subject')
  await expect(declare.table('our_lab.Weighing.Photo')).toContainText('RGB')
  await assertAccessible(page, 'declare, tables', (scheme) =>
    page.screenshot({ path: `test-results/declare-tables-${scheme}.png` }),
  )
  await declare.show('Diagram')
  await expect(declare.node('our_lab.Weighing')).toBeVisible()
  await expect(declare.node('subject.Subject')).toBeVisible()
  await assertAccessible(page, 'declare, diagram', (scheme) =>
    page.screenshot({ path: `test-results/declare-diagram-${scheme}.png` }),
  )
  await declare.show('SQL')
  await expect(declare.sql).toContainText('CREATE TABLE IF NOT EXISTS `labbook_our_lab`.`weighing__photo`')
  expect(await labbook.command('describe')).not.toContain('our_lab.Weighing')

  await page.reload()
  await expect(declare.editor).toHaveValue(definitions)
  await declare.create.click()
  await expect(declare.created).toContainText('our_lab.Weighing.Photo')
  await expect(declare.editor).toHaveValue('')
  expect(await labbook.command('describe', 'our_lab.Weighing')).toContain('weighed_at : datetime')

  await declare.write(definitions.replace('weight : float', 'weight : double'))
  await expect(declare.table('our_lab.Weighing')).toContainText('"weight" is float there, and double in the definition')
  await expect(declare.table('our_lab.Weighing')).toContainText('labbook migrate')
  await expect(declare.create).toBeDisabled()
})

test('what was typed is not left by accident', async ({ page }) => {
  const declare = declarePage(page)
  await declare.open(labbook.address)
  await declare.write('[Cage: lookup]\ncage : int')
  await page.getByRole('link', { name: 'Home' }).first().click()
  await page.getByRole('button', { name: 'Stay' }).click()
  await expect(declare.editor).toHaveValue(/Cage/)
  await page.getByRole('link', { name: 'Tables', exact: true }).first().click()
  await page.getByRole('button', { name: 'Leave' }).click()
  await expect(page.getByRole('link', { name: 'Declare tables' })).toBeVisible()
})
