import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

/** What Plotly draws inside a figure: vectors without semantics, told by the figure's name; its hundreds of paths cost axe minutes. */
const drawings = '.main-svg'

/** The nodes of a graph shrink as it is zoomed; the list beside it offers the same at full size (WCAG 2.5.8, equivalent). */
const zoomed = { rule: 'target-size', within: '.react-flow__viewport' }

export const schemes = ['light', 'dark'] as const
export type Scheme = (typeof schemes)[number]

/** Looks at what is on the screen with axe in both colour schemes; everything that is found is reported. The dark one changes colours only. */
export const assertAccessible = async (
  page: Page,
  screen: string,
  then?: (scheme: Scheme) => Promise<unknown>,
): Promise<void> => {
  for (const scheme of schemes) {
    await preferScheme(page, scheme)
    expect.soft(await violationsOn(page, scheme), `${screen}, ${scheme}`).toEqual([])
    await then?.(scheme)
  }
}

const violationsOn = async (page: Page, scheme: Scheme): Promise<string[]> => {
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude(drawings)
  const { violations } = await (scheme === 'light' ? axe.withTags(tags) : axe.withRules('color-contrast')).analyze()
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ id, place: target.join(' '), why: failureSummary })),
  )
  const kept = []
  for (const each of found)
    if (each.id !== zoomed.rule || (await page.locator(`${zoomed.within} :is(${each.place})`).count()) === 0)
      kept.push(`${each.id} at ${each.place}: ${each.why}`)
  return kept
}

/** What the system prefers; the page follows as long as nobody chose otherwise. */
const preferScheme = async (page: Page, scheme: Scheme): Promise<void> => {
  await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', scheme, { timeout: 45_000 })
  await page.evaluate(coloursToSettle)
}

/** Colours cross over in a transition, however short. */
const coloursToSettle = () =>
  Promise.allSettled(
    document
      .getAnimations()
      .filter((animation) => animation instanceof CSSTransition)
      .map(({ finished }) => finished),
  )
