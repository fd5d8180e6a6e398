import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What Plotly draws inside a figure: vectors without semantics, told by the figure's name; its hundreds of paths cost axe minutes. */
const drawings = '.main-svg'

export const schemes = ['light', 'dark'] as const
export type Scheme = (typeof schemes)[number]

/** Looks at what is on the screen with axe in both colour schemes; everything that is found is reported. */
export const assertAccessible = async (page: Page, screen: string): Promise<void> => {
  for (const scheme of schemes) {
    await preferScheme(page, scheme)
    const { violations } = await new AxeBuilder({ page }).withTags(tags).exclude(drawings).analyze()
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary}`),
    )
    expect.soft(found, `${screen}, ${scheme}`).toEqual([])
  }
}

/** What the system prefers; the page follows as long as nobody chose otherwise. */
export const preferScheme = async (page: Page, scheme: Scheme): Promise<void> => {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme)
}
