import { expect, type Page } from '@playwright/test'

/** The page on which a laboratory's own tables are declared. */
export const declarePage = (page: Page) => {
  const editor = page.getByRole('textbox', { name: 'Definitions' })
  return {
    editor,
    open: async (address: string) => {
      await page.goto(`${address}/declare`)
      await expect(page.getByRole('heading', { level: 1, name: 'Declare tables' })).toBeVisible()
    },
    write: (text: string) => editor.fill(text),
    /** The table as it was understood. */
    table: (name: string) => page.getByRole('region', { name, exact: true }),
    problem: page.getByRole('status').filter({ hasText: /^Line/ }),
    create: page.getByRole('button', { name: /^Create/ }),
    show: (tab: 'Tables' | 'Diagram' | 'SQL') => page.getByRole('tab', { name: tab }).click(),
    sql: page.getByRole('region', { name: 'SQL', exact: true }),
    node: (name: string) => page.getByRole('button', { name: new RegExp(`^${name},`) }),
    created: page.getByRole('status').filter({ hasText: 'created' }),
  }
}
