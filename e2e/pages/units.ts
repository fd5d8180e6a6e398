import type { Locator, Page } from '@playwright/test'

export const unitList = (page: Page): Locator => page.getByRole('region', { name: 'Unit list' })

/** The rows of the unit list from top to bottom. */
export const shownUnits = async (page: Page): Promise<{ unit: number; label: string; spikes: number }[]> => {
  const rows = await unitList(page).getByRole('row').all()
  const shown = []
  for (const row of rows) {
    const [unit, label, , , spikes] = await row.getByRole('gridcell').allInnerTexts()
    if (unit !== undefined)
      shown.push({
        top: (await row.boundingBox())?.y ?? 0,
        unit: Number(unit),
        label: label ?? '',
        spikes: Number(spikes),
      })
  }
  return shown.sort((one, other) => one.top - other.top).map(({ unit, label, spikes }) => ({ unit, label, spikes }))
}
