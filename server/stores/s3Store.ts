import { Readable } from 'node:stream'
import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3'
import { LabBookError } from '#core/errors.ts'
import { confinedPath } from '#core/stores/storePaths.ts'
import type { S3Place, StoreSpec } from '#core/stores/storeSpec.ts'
import type { ObjectStore, StoreEntry } from './objectStore.ts'

/** A store in a bucket of S3 or of what speaks its protocol. The SDK is loaded when the store is first used. */
export const openS3Store = (spec: StoreSpec & S3Place): ObjectStore => {
  const { name, bucket, location } = spec
  const store = { name, place: `${spec.endpoint}/${bucket}${location && `/${location}`}` }
  let opened: Promise<S3> | undefined
  const use = (): Promise<S3> => (opened ??= openClient(spec))
  const object = (path: string) => ({ Bucket: bucket, Key: keyOf(spec, path) })
  const ask = async <T>(path: string, request: (s3: S3) => Promise<T>): Promise<T> =>
    request(await use()).catch((error: unknown) => {
      throw explained(store, path, error)
    })
  const head = (path: string) => ask(path, ({ client, sdk }) => client.send(new sdk.HeadObjectCommand(object(path))))
  const get = (path: string) => ask(path, ({ client, sdk }) => client.send(new sdk.GetObjectCommand(object(path))))
  return {
    ...store,
    read: async (path, maxBytes) => {
      const { ContentLength: bytes = 0, Body } = await get(path)
      if (bytes <= maxBytes) return ask(path, () => Body!.transformToByteArray())
      ;(Body as Readable).destroy()
      throw new LabBookError('STORED_TOO_LARGE', { store: name, place: store.place, path, bytes, limit: maxBytes })
    },
    size: (path) => head(path).then(({ ContentLength }) => ContentLength ?? 0, nullIfMissing),
    isFolder: async (path) => {
      const below = { Bucket: bucket, Prefix: `${keyOf(spec, path)}/`, MaxKeys: 1 }
      const { KeyCount } = await ask(path, ({ client, sdk }) => client.send(new sdk.ListObjectsV2Command(below)))
      return (KeyCount ?? 0) > 0
    },
    list: async (path, most, next) => {
      const prefix = path === '' ? location && `${location}/` : `${keyOf(spec, path)}/`
      const asked = { Bucket: bucket, Prefix: prefix, Delimiter: '/', MaxKeys: most, ContinuationToken: next }
      const found = await ask(path, ({ client, sdk }) => client.send(new sdk.ListObjectsV2Command(asked)))
      if (path !== '' && !found.KeyCount)
        throw new LabBookError('STORED_MISSING', { store: name, place: store.place, path })
      return { entries: entriesOf(found, prefix.length), next: found.NextContinuationToken ?? null }
    },
    write: async (path, content) => {
      const [Body, ContentLength] =
        content instanceof Uint8Array ? [content, content.length] : [Readable.from(content.open()), content.bytes]
      const put = { ...object(path), Body, ContentLength }
      await ask(path, ({ client, sdk }) => client.send(new sdk.PutObjectCommand(put)))
    },
    stream: async (path) => {
      const { ContentLength, Body } = await get(path)
      return { bytes: ContentLength ?? 0, contents: Body as Readable }
    },
    close: () => void opened?.then(({ client }) => client.destroy()),
  }
}

/** Folders and objects come apart. An object named as its folder is how some programs make an empty one. */
const entriesOf = ({ CommonPrefixes = [], Contents = [] }: ListObjectsV2CommandOutput, start: number): StoreEntry[] =>
  [
    ...CommonPrefixes.map(({ Prefix = '' }) => ({ name: Prefix.slice(start, -1), kind: 'folder' as const })),
    ...Contents.map(({ Key = '', Size = 0 }) => ({ name: Key.slice(start), kind: 'file' as const, bytes: Size })),
  ]
    .filter(({ name }) => name !== '')
    .sort((a, b) => (a.name < b.name ? -1 : 1))

type Sdk = typeof import('@aws-sdk/client-s3')
type S3 = { readonly sdk: Sdk; readonly client: S3Client }

const openClient = async ({ endpoint, credentials }: S3Place): Promise<S3> => {
  // Newer releases of the SDK will want a newer Node; this one is pinned, and runs on Node 20.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    endpoint,
    // Stores other than Amazon's have no regions, and know a bucket by path only.
    region: process.env.AWS_REGION ?? 'us-east-1',
    forcePathStyle: true,
    maxAttempts: 3,
    // MinIO and others of its age do not know the checksums that newer SDKs add on their own.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(credentials && {
      credentials: { accessKeyId: credentials.accessKey, secretAccessKey: credentials.secretKey.reveal() },
    }),
  })
  return { sdk, client }
}

const keyOf = ({ name, location }: StoreSpec & S3Place, path: string): string =>
  [location, confinedPath(name, path)].filter(Boolean).join('/')

type Store = Pick<ObjectStore, 'name' | 'place'>

const explained = ({ name, place }: Store, path: string, error: unknown): unknown => {
  if (error instanceof LabBookError) return error
  const { name: kind = '', message = String(error) } = error as Partial<Error>
  if (kind === 'NoSuchKey' || kind === 'NotFound')
    return new LabBookError('STORED_MISSING', { store: name, place, path })
  const problem = [kind, message].filter((part, index) => part && !(index === 0 && part === 'Error')).join(': ')
  return new LabBookError('STORE_UNREACHABLE', { store: name, place, problem }, { cause: error })
}

const nullIfMissing = (error: unknown): null => {
  if (error instanceof LabBookError && error.code === 'STORED_MISSING') return null
  throw error
}
