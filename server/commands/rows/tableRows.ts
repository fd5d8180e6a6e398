import type { Attribute, Row, Value } from '#core/pipeline/table.ts'

type Heading = readonly Pick<Attribute, 'name' | 'primary'>[]

/** Widths of columns are those of so many rows; longer cells of later rows are cut, so that memory stays flat. */
const measured = 1000
/** A longer cell is cut, so that one long note does not push the rest off the screen. */
const longest = 60

/** Columns aligned for a terminal, attributes of the primary key marked by `*`, and at the end the number of rows. */
export async function* tableRows(rows: AsyncIterable<Row>, heading: Heading): AsyncGenerator<string> {
  const titles = heading.map(({ name, primary }) => (primary ? `*${name}` : name))
  const first: string[][] = []
  let widths: readonly number[] | undefined
  let count = 0
  for await (const row of rows) {
    count += 1
    const cells = heading.map(({ name }) => cellText(row[name]))
    if (widths) yield printLine(cells, widths)
    else if (first.push(cells) === measured) {
      widths = widthsOf(titles, first)
      yield printHead(titles, first, widths)
    }
  }
  if (!widths) yield printHead(titles, first, widthsOf(titles, first))
  yield `${count} row${count === 1 ? '' : 's'}\n`
}

type Lines = readonly (readonly string[])[]

const widthsOf = (titles: readonly string[], rows: Lines): number[] =>
  titles.map((title, column) =>
    Math.min(longest, Math.max(title.length, ...rows.map((cells) => cells[column]!.length))),
  )

const printHead = (titles: readonly string[], rows: Lines, widths: readonly number[]): string => {
  const rule = widths.map((width) => '─'.repeat(width))
  return [titles, rule, ...rows].map((cells) => printLine(cells, widths)).join('')
}

const printLine = (cells: readonly string[], widths: readonly number[]): string =>
  `${cells
    .map((cell, column) => cut(cell, widths[column]!))
    .join('  ')
    .trimEnd()}\n`

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width)

/** One line without control characters, which could move the cursor or change the colours of the terminal. */
const cellText = (value: Value | undefined): string =>
  value === null || value === undefined
    ? ''
    : String(value)
        .replace(/\s+/g, ' ')
        .replace(/\p{Cc}/gu, '·')
