import { createReadStream } from 'node:fs'
import type { Content } from '#server/stores/objectStore.ts'

/** Bytes in memory as contents of an object. */
export const contentOf = (bytes: Uint8Array): Content => ({
  bytes: bytes.length,
  open: async function* () {
    yield bytes
  },
})

/** A file of this machine's disk. */
export const fileContent = ({ path, bytes }: { readonly path: string; readonly bytes: number }): Content => ({
  bytes,
  open: () => createReadStream(path),
})

/** All of it in memory. */
export const readContent = async ({ open }: Content): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = []
  for await (const chunk of open()) chunks.push(chunk)
  return Buffer.concat(chunks)
}
