import type { Locator } from '@playwright/test'

/** Types into a searchable choice and takes the option of that name. */
export const choose = async (scope: Locator, label: string | RegExp, option: string | RegExp): Promise<void> => {
  const input = scope.getByRole('combobox', { name: label })
  await input.click()
  await scope.page().getByRole('option', { name: option }).click()
}
