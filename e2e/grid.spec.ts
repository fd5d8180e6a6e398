import { expect, type Page, test } from '@playwright/test'
import { createConnection } from 'mariadb'
import { type RunningLabBook, startLabBook } from './fixtures/startLabBook.ts'
import { addressOf } from './pages/addresses.ts'
import { assertAccessible } from './pages/assertAccessible.ts'

/** More than are counted, so that their number is an estimate. */
const rows = 120_000

let labbook: RunningLabBook
test.beforeAll(async () => {
  labbook = await startLabBook({ flags: ['--no-demo', '--no-worker'] })
  await asAnotherProgram(
    'CREATE DATABASE lab_big',
    'CREATE TABLE lab_big.no_key (a int)',
    "CREATE TABLE lab_big.event (event int PRIMARY KEY COMMENT 'which') COMMENT 'Many events'",
    `INSERT INTO lab_big.event SELECT seq FROM lab_big.seq_0_to_${rows - 1}`,
    'ANALYZE TABLE lab_big.event',
  )
})
test.afterAll(() => labbook?.stop())

test('a grid of many rows shows its end at once, and goes on from wherever it was dragged to', async ({ page }) => {
  const asked = pagesAsked(page)
  // The page may be open before LabBook has looked for what other programs declare: it goes on by itself.
  await page.goto(`${labbook.address}/tables/lab_big.Event`)
  await expect(page.getByRole('status')).toHaveText('≈ 120,000 rows')
  await cell(page, '0').focus()
  await page.keyboard.press('Control+End')
  await expect(cell(page, String(rows - 1))).toBeVisible()
  expect(asked.at(-1)).toMatchObject({ before: null, offset: 0 })

  await page.locator('.ag-grid-viewport').evaluate((grid) => grid.scrollTo(0, grid.scrollHeight / 2))
  await expect.poll(() => asked.at(-1)?.offset ?? 0).toBeGreaterThan(10_000)
  await expect.poll(() => shownNumbers(page)).toContainEqual(expect.any(Number))
  const jumps = asked.length
  await page.mouse.move(600, 500)
  await expect(async () => {
    await page.mouse.wheel(0, -2000)
    expect(asked.length).toBeGreaterThan(jumps + 1)
  }).toPass()
  for (const { offset = 0 } of asked.slice(jumps)) expect(offset).toBe(0)
  await expect.poll(async () => isStretch(await shownNumbers(page))).toBe(true)
})

test('a table that cannot be shown says why and what to do, at its own address and in the pipeline', async ({
  page,
}) => {
  await page.goto(`${labbook.address}/tables/lab_big.NoKey`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('lab_big.NoKey')
  await expect(page.getByText(/^No primary key of it can be seen/)).toBeVisible()
  await assertAccessible(page, 'a table that cannot be shown')

  await page.goto(`${labbook.address}/pipeline`)
  await page.getByRole('radio', { name: 'Graph' }).focus()
  await page.keyboard.press('ArrowLeft')
  await expect(page).toHaveURL(/view=left-out/)
  await expect(page.getByRole('radio', { name: 'Not shown: 1' })).toBeChecked()
  await expect(page.getByRole('row', { name: /NoKey/ })).toContainText('ADD PRIMARY KEY')
  await assertAccessible(page, 'tables that are not shown')

  await page.goto(labbook.address + addressOf('/tables', { search: 'Event' }))
  await page.getByRole('link', { name: /1 table cannot be shown/ }).click()
  await expect(page.getByRole('row', { name: /NoKey/ })).toBeVisible()
})

test('a table that is not there yet is drawn as soon as another program declares it', async ({ page }) => {
  await page.goto(`${labbook.address}/tables/lab_big.Later`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('No such table')
  await asAnotherProgram("CREATE TABLE lab_big.later (later int PRIMARY KEY COMMENT 'which') COMMENT 'Declared late'")
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Later')
})

const asAnotherProgram = async (...statements: readonly string[]): Promise<void> => {
  const told = await labbook.command('database', 'url')
  const password = /password\s+(\S+)/.exec(told)?.[1] ?? ''
  const connection = await createConnection({
    host: '127.0.0.1',
    port: labbook.databasePort,
    user: 'labbook',
    password,
  })
  for (const statement of statements) await connection.query(statement)
  await connection.end()
}

type Asked = { readonly offset?: number; readonly before?: unknown; readonly after?: unknown }

/** What the grid asks for, in the order in which it does. */
const pagesAsked = (page: Page): Asked[] => {
  const asked: Asked[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    const names = url.pathname.split('/').at(-1)?.split(',') ?? []
    const inputs = JSON.parse(url.searchParams.get('input') ?? '{}') as Record<string, { json?: Asked }>
    names.forEach((name, index) => {
      if (name === 'table.page') asked.push(inputs[index]?.json ?? {})
    })
  })
  return asked
}

const cell = (page: Page, text: string) => page.getByRole('gridcell', { name: text, exact: true })

const shownNumbers = async (page: Page): Promise<number[]> => {
  const texts = await page.locator('.ag-grid-scrolling-container').getByRole('gridcell').allInnerTexts()
  return texts.filter((text) => /^[\d,]+$/.test(text)).map((text) => Number(text.replaceAll(',', '')))
}

/** Without a gap and without a repetition; the row that has the focus stays drawn. */
const isStretch = (numbers: readonly number[]): boolean => {
  const sorted = numbers.filter((number) => number !== 0 && number !== rows - 1).sort((a, b) => a - b)
  return sorted.length > 5 && sorted.every((number, index) => number === sorted[0]! + index)
}
