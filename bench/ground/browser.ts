import { type Browser, chromium } from '@playwright/test'
import config from '../../playwright.config.ts'

/** The Chromium of the journeys. Without a screen it draws by software: read ratios. */
export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ ...config.use?.launchOptions, handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false })
