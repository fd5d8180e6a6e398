/** A markdown table whose columns line up: the first is text, the others are flush right. */
export const alignTable = (head: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = head.map((title, column) => Math.max(3, ...[title, ...rows.map((row) => row[column]!)].map(lengthOf)))
  const pad = (text: string, column: number) => {
    const spaces = ' '.repeat(widths[column]! - lengthOf(text))
    return column === 0 ? text + spaces : spaces + text
  }
  const line = (cells: readonly string[]) => `| ${cells.map(pad).join(' | ')} |`
  const rule = `| ${widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`
  return [line(head), rule, ...rows.map(line)].join('\n')
}

const lengthOf = (text: string): number => [...text].length
