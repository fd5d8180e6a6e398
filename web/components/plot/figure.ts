/** What a drawing offers to the panel around it: itself as an image. */
export type ImageFormat = 'png' | 'svg'
export type Figure = {
  /** The figure as a file of this format, at twice the screen's resolution for PNG. */
  toImage(format: ImageFormat): Promise<Blob>
}

/** Colours of axes and traces in the two schemes; canvas and Plotly know no CSS variables. */
export type FigureColours = {
  readonly text: string
  readonly grid: string
  readonly paper: string
  readonly accent: string
  readonly faint: string
  readonly alert: string
  /** Beside the accent on the same axis. */
  readonly second: string
  /** Of trials and kinds of events, one after the other; text in the colour of paper is read on each. */
  readonly marks: readonly string[]
}

export const figureColours = (scheme: 'light' | 'dark'): FigureColours => (scheme === 'dark' ? dark : light)

const light: FigureColours = {
  text: '#3b4452',
  grid: '#e3e6eb',
  paper: '#ffffff',
  accent: '#0b6077',
  faint: '#b9c0ca',
  alert: '#b42318',
  second: '#9a5b00',
  marks: ['#5b6b80', '#7a3fb0', '#0b7a53', '#b0500a', '#1d5fae', '#a0266f'],
}
const dark: FigureColours = {
  text: '#c5cbd4',
  grid: '#333a45',
  paper: '#191e25',
  accent: '#75b5c6',
  faint: '#566070',
  alert: '#ff9a8f',
  second: '#f0b35e',
  marks: ['#a9b6c6', '#c3a2f2', '#6fd1a8', '#f2ad7d', '#8abcf2', '#ec9fce'],
}

/** Hands a file to the browser's downloads. */
export const saveFile = (name: string, content: Blob): void => {
  const address = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
