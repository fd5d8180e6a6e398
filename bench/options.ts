import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Figure, Size } from './figure.ts'

export type Options = {
  readonly size: Size
  readonly figures: readonly Figure[]
  /** Where the results go as JSON, absolute. */
  readonly json: string | null
  /** Where the report and the drawings of its curves go, absolute. */
  readonly report: string | null
  /** Everything that is made lies in a folder of its own below this one. */
  readonly folder: string
}

export const usage = `npm run bench -- [--full] [--only NAME[,NAME]] [--json FILE] [--report DIR] [--folder DIR] [--list]

  --full         real sizes: 600 units and 20 million spikes, 10,000 ROIs × 100,000 frames, a million rows
  --only NAME    figures whose name begins so: core, calcium.page
  --json FILE    also writes what was measured as JSON
  --report DIR   also writes the table as DIR/README.md, with a drawing of each curve: docs/bench
  --folder DIR   where to make the databases and files, instead of ${tmpdir()}
  --list         names the figures and what disk they need`

/** @throws Error with one sentence for a person */
export const readOptions = (args: readonly string[], figures: readonly Figure[]): Options & { list: boolean } => {
  const { values } = parseArgs({
    args: [...args],
    options: {
      full: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      report: { type: 'string' },
      folder: { type: 'string', default: tmpdir() },
      list: { type: 'boolean', default: false },
    },
  })
  return {
    size: values.full ? 'full' : 'small',
    figures: chosen(
      figures,
      values.only.flatMap((names) => names.split(',')),
    ),
    json: values.json ? resolve(values.json) : null,
    report: values.report ? resolve(values.report) : null,
    folder: resolve(values.folder),
    list: values.list,
  }
}

const chosen = (figures: readonly Figure[], names: readonly string[]): readonly Figure[] => {
  for (const name of names)
    if (!figures.some((figure) => figure.name.startsWith(name)))
      throw new Error(`There is no figure "${name}"; there are ${figures.map((figure) => figure.name).join(', ')}.`)
  return names.length === 0 ? figures : figures.filter((figure) => names.some((name) => figure.name.startsWith(name)))
}
