import { themeQuartz } from 'ag-grid-community'

/** AG Grid in the colours of the page: CSS variables, so that light and dark switch without drawing again. */
export const gridTheme = themeQuartz.withParams({
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
  headerBackgroundColor: 'light-dark(var(--mantine-color-gray-0), var(--mantine-color-dark-6))',
  headerTextColor: 'var(--mantine-color-text)',
  subtleTextColor: 'var(--mantine-color-dimmed)',
  accentColor: 'var(--mantine-primary-color-filled)',
  rowHoverColor: 'light-dark(var(--mantine-color-gray-1), var(--mantine-color-dark-6))',
  selectedRowBackgroundColor: 'light-dark(var(--mantine-color-petrol-0), var(--mantine-color-dark-5))',
  menuBackgroundColor: 'var(--lb-surface)',
  tooltipBackgroundColor: 'var(--lb-surface)',
  tooltipTextColor: 'var(--mantine-color-text)',
  inputBackgroundColor: 'var(--lb-surface)',
  inputTextColor: 'var(--mantine-color-text)',
  inputBorder: { color: 'light-dark(var(--mantine-color-gray-6), var(--mantine-color-dark-3))' },
})
