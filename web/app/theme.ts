import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

/** Petrol, the accent: calm beside plots, and dark enough for white text from shade 7 on. */
const petrol: MantineColorsTuple = [
  '#e8f4f7',
  '#d0e6ec',
  '#a5cfda',
  '#75b5c6',
  '#4e9db2',
  '#2f879f',
  '#1b748c',
  '#0b6077',
  '#074e62',
  '#043c4c',
]

/** Greys of the dark scheme, with a little blue; 7 is the page, 6 raised surfaces, 4 lines. */
const dark: MantineColorsTuple = [
  '#e4e7ec',
  '#c5cbd4',
  '#a7afbb',
  '#8d96a3',
  '#434b57',
  '#333a45',
  '#232932',
  '#191e25',
  '#14181e',
  '#0e1115',
]

/** Greys of the light scheme; 7 and darker are legible on white (4.5 : 1). */
const gray: MantineColorsTuple = [
  '#f7f8fa',
  '#eff1f4',
  '#e3e6eb',
  '#d3d8df',
  '#b9c0ca',
  '#949da9',
  '#717b88',
  '#566070',
  '#3b4452',
  '#222a36',
]

/** The head of a dialog is no banner of the page. */
const dialog = { closeButtonProps: { 'aria-label': 'Close' }, attributes: { header: { role: 'presentation' } } }

export const theme = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.28,
  colors: { petrol, dark, gray },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  defaultRadius: 'md',
  cursorType: 'pointer',
  headings: {
    fontWeight: '620',
    sizes: {
      h1: { fontSize: '1.5rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    InputWrapper: { defaultProps: { inputWrapperOrder: ['label', 'input', 'error', 'description'] } },
    Tooltip: { defaultProps: { openDelay: 350, multiline: true, maw: 360, withArrow: true } },
    Badge: { defaultProps: { radius: 'sm', tt: 'none', fw: 550 } },
    Table: { defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } },
    Modal: { defaultProps: dialog },
    Drawer: { defaultProps: dialog },
    Notification: { defaultProps: { closeButtonProps: { 'aria-label': 'Dismiss' } } },
    Code: { defaultProps: { fz: 'xs' } },
  },
})

/** Colours that Mantine draws too faint for WCAG AA, and the surfaces of our own. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: { '--lb-page-width': '78rem' },
  light: {
    '--mantine-color-body': '#ffffff',
    '--mantine-color-text': '#222a36',
    '--mantine-color-dimmed': '#566070',
    '--mantine-color-placeholder': '#6b7583',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#0b6077',
    '--lb-canvas': '#f7f8fa',
    '--lb-surface': '#ffffff',
    '--lb-line': '#e3e6eb',
    '--lb-subtle': '#f7f8fa',
    '--lb-hover': '#eff1f4',
    '--lb-selected': '#e8f4f7',
    '--lb-accent': '#0b6077',
    '--lb-good': '#1d6b3c',
    '--lb-warning': '#8a5300',
    '--lb-bad': '#b42318',
    '--lb-running': '#1f5fa8',
  },
  dark: {
    '--mantine-color-body': '#191e25',
    '--mantine-color-text': '#dfe3e9',
    '--mantine-color-dimmed': '#a7afbb',
    '--mantine-color-placeholder': '#97a0ad',
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-anchor': '#86c5d6',
    '--mantine-color-petrol-light': '#1c3a45',
    '--mantine-color-petrol-light-hover': '#234755',
    '--mantine-color-petrol-light-color': '#a5cfda',
    '--lb-canvas': '#14181e',
    '--lb-surface': '#191e25',
    '--lb-line': '#333a45',
    '--lb-subtle': '#232932',
    '--lb-hover': '#232932',
    '--lb-selected': '#333a45',
    '--lb-accent': '#75b5c6',
    '--lb-good': '#7fd3a0',
    '--lb-warning': '#f0b35e',
    '--lb-bad': '#ff9a8f',
    '--lb-running': '#8fbdf5',
  },
})
