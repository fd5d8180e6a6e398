import { themeQuartz } from 'ag-grid-community'

/** AG Grid in the colours of the page: CSS variables, so that light and dark switch without drawing again. */
export const gridTheme = themeQuartz.withParams({
  browserColorScheme: 'inherit',
  fontFamily: 'inherit',
  fontSize: 13,
  headerFontWeight: 600,
  spacing: 6,
  rowHeight: 38,
  headerHeight: 42,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  borderColor: 'var(--lb-line)',
  backgroundColor: 'var(--lb-surface)',
  foregroundColor: 'var(--mantine-color-text)',
  headerBackgroundColor: 'var(--lb-subtle)',
  headerTextColor: 'var(--mantine-color-text)',
  subtleTextColor: 'var(--mantine-color-dimmed)',
  accentColor: 'var(--lb-accent)',
  rowHoverColor: 'var(--lb-hover)',
  selectedRowBackgroundColor: 'var(--lb-selected)',
  menuBackgroundColor: 'var(--lb-surface)',
  tooltipBackgroundColor: 'var(--lb-surface)',
  tooltipTextColor: 'var(--mantine-color-text)',
  inputBackgroundColor: 'var(--lb-surface)',
  inputTextColor: 'var(--mantine-color-text)',
  inputBorder: { color: 'var(--mantine-color-dimmed)' },
})
