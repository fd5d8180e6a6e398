/** Columns aligned for a terminal. A cell is cut at 60 characters, so one long note does not push the rest off the screen. */
export const textTable = (heading: readonly string[], rows: readonly (readonly string[])[]): string => {
  const cells = [heading, ...rows].map((row) => row.map((cell) => cut(cell.replace(/\s+/g, ' '))))
  const widths = heading.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd()
  const [first, ...rest] = cells
  return `${[line(first!), widths.map((width) => '─'.repeat(width)).join('  '), ...rest.map(line)].join('\n')}\n`
}

const longest = 60
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text)
