import { streamRows } from '#app/readRows.ts'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { openConnections } from '#db/openDatabase.ts'
import * as blobs from '#db/packBlob.ts'
import { prefix } from '../ground/prefix.ts'
import { benchElement } from './tables.ts'

/** A process of its own: streams every row of `bench.Fetched` and prints, as JSON, how long that took and the most memory it had. */
const streamAll = async (): Promise<void> => {
  const { database, close } = await openConnections(JSON.parse(process.env.LABBOOK_BENCH_ADDRESS!), { prefix })
  const table = compilePipeline(benchElement.schemas, { prefix, blobStyle: 'codec' }).table('bench.Fetched')
  const names = table.attributes.map(({ name }) => name)
  let sum = 0
  await database.query('SELECT 1') // Python's client is connected already, too.
  const from = performance.now()
  for await (const row of streamRows(blobs, database, table, {}, names)) sum += Number(row.id)
  const seconds = (performance.now() - from) / 1000
  await close()
  if (!(sum > 0)) throw new Error('no row was seen')
  process.stdout.write(JSON.stringify({ seconds, peakBytes: 1024 * process.resourceUsage().maxRSS }))
}

await streamAll()
