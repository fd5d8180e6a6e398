import { csvLine } from '#app/exportCsv.ts'
import type { Attribute, Row } from '#core/pipeline/table.ts'

/** RFC 4180 under a line of attribute names: NULL is empty, empty text is `""`, a blob is its summary. */
export async function* csvRows(
  rows: AsyncIterable<Row>,
  heading: readonly Pick<Attribute, 'name'>[],
): AsyncGenerator<string> {
  const names = heading.map(({ name }) => name)
  yield csvLine(names)
  for await (const row of rows) yield csvLine(names.map((name) => row[name] ?? null))
}
