import { expect, type Page, test } from '@playwright/test'
import { apiClient } from './fixtures/apiClient.ts'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { addressOf } from './pages/addresses.ts'
import { assertAccessible } from './pages/assertAccessible.ts'
import { settled } from './pages/settled.ts'

/** Somebody deletes a subject with a session, regrets it, and looks up who did what. */
test.describe('a delete', () => {
  let labbook: RunningLabBook
  test.beforeAll(async () => {
    labbook = await startLabBook({ flags: ['--no-demo', '--no-worker'] })
    const api = apiClient(labbook.address)
    const subject = { subject: 'M77', sex: 'U', subject_birth_date: '2024-01-01' }
    await api.table.insert.mutate({ table: 'subject.Subject', row: subject })
    await api.table.update.mutate({ table: 'subject.Subject', key: { subject: 'M77' }, row: { sex: 'F' } })
    const session = { subject: 'M77', session_datetime: '2024-05-06 07:08:09' }
    await api.table.insert.mutate({ table: 'session.Session', row: session })
  })
  test.afterAll(() => labbook.stop())

  const look = async (page: Page, name: string, outputPath: (name: string) => string) => {
    await settled(page)
    await assertAccessible(page, name, (scheme) => page.screenshot({ path: outputPath(`${name}-${scheme}.png`) }))
  }

  test('is shown with what goes along, goes to the trash, and comes back', async ({ page }, info) => {
    await page.goto(labbook.address + addressOf('/tables/subject.Subject', { row: { subject: 'M77' } }))
    await page.getByRole('button', { name: 'Delete…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Delete from subject.Subject?' })
    await expect(dialog.getByText(/They go to the trash/)).toBeVisible()
    await dialog.getByRole('checkbox').check()
    await dialog.getByRole('button', { name: 'Delete 2 rows' }).click()
    await expect(page.getByText('The trash can bring them back.')).toBeVisible()

    await page.getByRole('link', { name: 'Trash' }).click()
    await expect(page.getByText('subject.Subject 1 · session.Session 1')).toBeVisible()
    await look(page, 'trash', (name) => info.outputPath(name))
    const restore = page.getByRole('button', { name: 'Restore subject.Subject M77' })
    await restore.focus()
    await page.keyboard.press('Enter')
    await expect(page.getByText('Restored 2 rows, from subject.Subject down.')).toBeVisible()
    await expect(page.getByText(/^restored \d{4}/)).toBeVisible()
    await page.getByRole('link', { name: 'look' }).click()
    await expect(page.getByRole('dialog', { name: /M77/ })).toBeVisible()
  })

  test('whose keys are taken again says so and restores nothing', async ({ page }, info) => {
    const api = apiClient(labbook.address)
    const asked = { table: 'subject.Subject', key: { subject: 'M77' } }
    const { token } = await api.table.previewDelete.query(asked)
    await api.table.delete.mutate({ ...asked, token })
    await api.table.insert.mutate({
      table: 'subject.Subject',
      row: { subject: 'M77', sex: 'M', subject_birth_date: '2024-02-02' },
    })
    await page.goto(`${labbook.address}/trash`)
    await page.getByRole('button', { name: 'Restore subject.Subject M77' }).click()
    await expect(page.getByRole('alert')).toContainText('subject.Subject: 1 row of the same key is there again.')
    await look(page, 'conflict', (name) => info.outputPath(name))
    expect((await api.table.rows.query({ table: 'session.Session' })).total).toBe(0)
  })

  test('and every other write is in the history of the row, attribute by attribute', async ({ page }, info) => {
    await page.goto(labbook.address + addressOf('/tables/subject.Subject', { row: { subject: 'M77' } }))
    await page.getByRole('dialog').getByRole('link', { name: 'History' }).click()
    await expect(page.getByRole('heading', { level: 2, name: 'One row of subject.Subject: M77' })).toBeVisible()
    await page.getByRole('button', { name: /^What was changed/ }).click()
    await expect(page.getByRole('row', { name: 'sex U F' })).toBeVisible()
    await look(page, 'history', (name) => info.outputPath(name))

    await page.getByRole('button', { name: 'All rows of the table' }).click()
    await page.getByLabel('From').fill('2099-01-01')
    await expect(page.getByText('No such write')).toBeVisible()
    await expect(page).toHaveURL(/from=2099-01-01/)
    await page.reload()
    await expect(page.getByText('No such write')).toBeVisible()
    await page.getByRole('button', { name: 'Show all writes' }).click()
    await expect(page.getByText('session.Session').first()).toBeVisible()
  })

  test('is given up for good by emptying the trash', async ({ page }, info) => {
    await page.goto(`${labbook.address}/trash`)
    await page.getByRole('button', { name: 'Empty…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Empty the trash?' })
    await dialog.getByRole('textbox').fill('0')
    await look(page, 'empty', (name) => info.outputPath(name))
    await dialog.getByRole('button', { name: 'Delete for good' }).click()
    await expect(page.getByText('Nothing is in the trash')).toBeVisible()
  })
})
