import { startEmbedded } from './startEmbedded.ts'

/** A process that holds the embedded database of the folder in its first argument until it is killed. For tests. */
const { pid } = await startEmbedded({ home: process.argv[2]!, durable: false })
process.stdout.write(`${pid}\n`)
setInterval(() => {}, 60_000)
