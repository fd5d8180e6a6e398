import type { Browser, Page } from '@playwright/test'
import { median } from '../report/median.ts'

export type PageTimes = {
  /** ms from the address until what was asked for is drawn: of the first visit, and of the second, when the browser knows the program. */
  readonly cold: number
  readonly warm: number
  /** ms of the first visit, and of the second, until nothing is waited for any more; NaN when that takes longer than `longPatience`. */
  readonly coldComplete: number
  readonly complete: number
  /** ms from the press to the drawings of what was chosen, and of those what the slowest frame took on the server; medians. */
  readonly change: number
  readonly server: number
}

export type OurPage = {
  readonly address: string
  /** CSS selectors and how many of each are there when what was asked for is drawn. */
  readonly drawn: Readonly<Record<string, number>>
  /** What to press, and the heading that tells that it was taken. */
  readonly choices: readonly { readonly press: string; readonly heading: string }[]
}

/** ms that a page may take until what was asked for is drawn, and until nothing is waited for any more. */
const patience = 240_000
const longPatience = 900_000

/** Times a page of the product in a new browser context; each time is that of an animation frame. */
export const timeOurPage = async (browser: Browser, { address, drawn, choices }: OurPage): Promise<PageTimes> => {
  const context = await browser.newContext({ viewport: { width: 1600, height: 1400 }, reducedMotion: 'reduce' })
  await context.addInitScript({ content: 'globalThis.__name = (named) => named' })
  await context.addInitScript(watchRequests)
  await context.addInitScript(rememberPerson)
  const page = await context.newPage()
  page.setDefaultTimeout(patience)
  try {
    const cold = await visit(page, address, drawn)
    const coldComplete = await untilComplete(page, drawn)
    const warm = await visit(page, address, drawn)
    const complete = await untilComplete(page, drawn)
    const changes = []
    for (const choice of choices) changes.push(await choose(page, choice, drawn))
    return {
      cold,
      warm,
      coldComplete,
      complete,
      change: median(changes.map(({ change }) => change)),
      server: median(changes.map(({ server }) => server)),
    }
  } finally {
    await context.close()
  }
}

const visit = async (page: Page, address: string, drawn: OurPage['drawn']): Promise<number> => {
  await page.goto(address)
  return page.evaluate(settle, { drawn, heading: '', isComplete: false, patience })
}

/** The page goes on showing what it has: a result of hours ends as a number that is missing, not as a bench that is. */
const untilComplete = (page: Page, drawn: OurPage['drawn']): Promise<number> =>
  page.evaluate(settle, { drawn, heading: '', isComplete: true, patience: longPatience }).catch(() => Number.NaN)

const choose = async (page: Page, { press, heading }: OurPage['choices'][number], drawn: OurPage['drawn']) => {
  await page.evaluate(() => performance.clearResourceTimings())
  await page.locator(press).first().click()
  const end = await page.evaluate(settle, { drawn, heading, isComplete: false, patience })
  return page.evaluate((until) => {
    const { pressed } = (window as unknown as Watched).watched
    const frames = performance
      .getEntriesByType('resource')
      .filter(({ name }) => name.includes('/api/frame/')) as PerformanceResourceTiming[]
    const server = Math.max(0, ...frames.map(({ requestStart, responseEnd }) => responseEnd - requestStart))
    return { change: until - pressed, server }
  }, end)
}

/** When the pointer was pressed last, and when each frame was asked for that has not come yet. */
type Watched = { readonly watched: { readonly open: Set<{ readonly since: number }>; pressed: number } }

/** Runs in the page before its own scripts. What tsx compiles calls `__name`, which is defined before it. */
const watchRequests = () => {
  const watched: Watched['watched'] = { open: new Set(), pressed: 0 }
  Object.assign(window, { watched })
  window.addEventListener('pointerdown', () => Object.assign(watched, { pressed: performance.now() }), true)
  const ask = window.fetch
  window.fetch = async (...request) => {
    const asked = { since: performance.now() }
    if (String(request[0]).includes('/api/frame/')) watched.open.add(asked)
    try {
      return await ask(...request)
    } finally {
      watched.open.delete(asked)
    }
  }
}

const rememberPerson = () =>
  localStorage.setItem('labbook.person', JSON.stringify({ user: 'bench', fullName: 'Ben Ch' }))

type Settling = {
  readonly drawn: OurPage['drawn']
  readonly heading: string
  /** Nothing at all is waited for; else only what was asked for after the last press matters. */
  readonly isComplete: boolean
  readonly patience: number
}

/** Runs in the page. @returns performance.now() at the first animation frame since which all of it was there, for half a second */
const settle = ({ drawn, heading, isComplete, patience: most }: Settling): Promise<number> => {
  const { watched } = window as unknown as Watched
  const count = (selector: string) => document.querySelectorAll(selector).length
  const headings = () => [...document.querySelectorAll('h1, h2, h3')].map((each) => each.textContent ?? '')
  const isWaiting = () =>
    isComplete
      ? watched.open.size > 0 || count('.mantine-Skeleton-root, .mantine-Loader-root, .ag-loading') > 0
      : watched.pressed > 0 && [...watched.open].some(({ since }) => since >= watched.pressed)
  const isSettled = () =>
    Object.entries(drawn).every(([selector, least]) => count(selector) >= least) &&
    headings().some((text) => text.includes(heading)) &&
    count('[style*="opacity: 0.6"]') === 0 &&
    !isWaiting()
  return new Promise((done, fail) => {
    const end = performance.now() + most
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
