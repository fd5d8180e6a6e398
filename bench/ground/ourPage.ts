import type { Browser, Page } from '@playwright/test'
import { median } from '../report/median.ts'

export type PageTimes = {
  /** ms from the address to the last drawing of the first visit, and of the second, when the browser knows the program. */
  readonly cold: number
  readonly warm: number
  /** ms from the press to the drawings of what was chosen, and of those what the slowest frame took on the server; medians. */
  readonly change: number
  readonly server: number
}

/** One choice: what to press, and the heading that tells that it was taken. */
export type Choice = { readonly press: string; readonly heading: string }

/**
 * Times a page of the product: it has settled when its heading is there and something is drawn, no drawing is missing, and
 * no answer is waited for. The time is that of the first animation frame after which all of this held for half a second.
 */
export const timeOurPage = async (
  browser: Browser,
  address: string,
  choices: readonly Choice[],
): Promise<PageTimes> => {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1400 }, reducedMotion: 'reduce' })
  await context.addInitScript({ content: 'globalThis.__name = (named) => named' })
  await context.addInitScript(watchRequests)
  await context.addInitScript(rememberPerson)
  const page = await context.newPage()
  page.setDefaultTimeout(180_000)
  try {
    const cold = await visit(page, address)
    const warm = await visit(page, address)
    const changes = []
    for (const choice of choices) changes.push(await choose(page, choice))
    return {
      cold,
      warm,
      change: median(changes.map(({ change }) => change)),
      server: median(changes.map(({ server }) => server)),
    }
  } finally {
    await context.close()
  }
}

const visit = async (page: Page, address: string): Promise<number> => {
  await page.goto(address)
  return page.evaluate(settle, '')
}

const choose = async (page: Page, { press, heading }: Choice) => {
  await page.evaluate(() => performance.clearResourceTimings())
  await page.locator(press).first().click()
  const end = await page.evaluate(settle, heading)
  return page.evaluate((until) => {
    const { pressed } = (window as unknown as Watched).watched
    const frames = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/api/frame/')) as PerformanceResourceTiming[]
    const server = Math.max(0, ...frames.map(({ requestStart, responseEnd }) => responseEnd - requestStart))
    return { change: until - pressed, server }
  }, end)
}

type Watched = { readonly watched: { open: number; pressed: number } }

/** Runs in the page before its own scripts. What tsx compiles calls `__name`, which is defined before it. */
const watchRequests = () => {
  const watched = { open: 0, pressed: 0 }
  Object.assign(window, { watched })
  window.addEventListener('pointerdown', () => Object.assign(watched, { pressed: performance.now() }), true)
  const ask = window.fetch
  window.fetch = async (...request) => {
    const isPolled = String(request[0]).includes('/trpc')
    if (!isPolled) watched.open++
    try {
      return await ask(...request)
    } finally {
      if (!isPolled) watched.open--
    }
  }
}

const rememberPerson = () =>
  localStorage.setItem('labbook.person', JSON.stringify({ user: 'bench', fullName: 'Ben Ch' }))

/** Runs in the page. @returns performance.now() at the first animation frame that showed all of it */
const settle = (heading: string): Promise<number> => {
  const waiting = '.mantine-Skeleton-root, .mantine-Loader-root, .ag-loading, figure:empty, [style*="opacity: 0.6"]'
  const headings = () => [...document.querySelectorAll('h1, h2, h3')].map((each) => each.textContent ?? '')
  const isSettled = () =>
    (window as unknown as Watched).watched.open === 0 &&
    document.querySelector('canvas, figure') !== null &&
    document.querySelector(waiting) === null &&
    headings().some((text) => text.includes(heading))
  return new Promise((done, fail) => {
    const end = performance.now() + 180_000
    let since = 0
    const look = () => {
      const now = performance.now()
      if (!isSettled()) since = 0
      else if (since === 0) since = now
      else if (now - since > 500) return done(since)
      if (now > end) return fail(new Error(`The page did not settle; its headings are ${headings().join(', ')}`))
      requestAnimationFrame(look)
    }
    look()
  })
}
