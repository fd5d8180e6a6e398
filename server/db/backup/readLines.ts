import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'

/** Lines of a gzipped file without their ends, in memory one at a time. `onProgress` gets the compressed bytes read. */
export async function* readLines(file: string, onProgress: (bytes: number) => void = () => {}): AsyncGenerator<string> {
  const source = createReadStream(file)
  const gunzip = createGunzip()
  let read = 0
  source.on('data', (chunk) => {
    read += chunk.length
    onProgress(read)
  })
  source.on('error', (error) => gunzip.destroy(error))
  let pieces: Buffer[] = []
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      let start = 0
      for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, start)) {
        yield Buffer.concat([...pieces, chunk.subarray(start, end)]).toString('utf8')
        pieces = []
        start = end + 1
      }
      if (start < chunk.length) pieces.push(chunk.subarray(start))
    }
  } finally {
    source.destroy()
  }
  if (pieces.length > 0) yield Buffer.concat(pieces).toString('utf8')
}
