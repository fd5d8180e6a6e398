import { z } from 'zod'
import { LabBookError } from '../errors.ts'
import { Secret } from './secret.ts'

/** One external store, as `dj.config['stores']` of 0.14 and `datajoint.json` of 2.x describe it. */
export type StoreSpec = {
  readonly name: string
  /** Folders that the first letters of a hash are cut into; 2.x has none unless told, 0.14 `[2, 2]`. */
  readonly subfolding?: readonly number[]
  /** Sections of a store of 2.x: by hash, by schema, and where `<filepath@>` may point (anywhere when absent). */
  readonly hashPrefix: string
  readonly schemaPrefix: string
  readonly filepathPrefix?: string
  /** `{subject}/{session}`: key attributes that come first in the path of an object. */
  readonly partition: readonly string[]
  readonly tokenLength: number
} & (FilePlace | S3Place)

/** A folder, absolute. */
export type FilePlace = { readonly protocol: 'file'; readonly location: string }
export type S3Place = {
  readonly protocol: 's3'
  /** `https://s3.example.org` */
  readonly endpoint: string
  readonly bucket: string
  /** Below the bucket; empty for the bucket itself. */
  readonly location: string
  /** Without them the machine's own identity is used. */
  readonly credentials?: { readonly accessKey: string; readonly secretKey: Secret }
}

/** All stores of a configuration. The default one serves `<blob@>`, another may serve `<filepath@>`. */
export type StoreSpecs = {
  readonly stores: ReadonlyMap<string, StoreSpec>
  readonly default: string | null
  readonly filepathDefault: string | null
}

export const noStores: StoreSpecs = { stores: new Map(), default: null, filepathDefault: null }

/** Whether the configuration is of 0.14, where S3 is plain HTTP unless told, or of 2.x. */
export type StoreOptions = { readonly secureByDefault?: boolean }

/**
 * The `stores` section of a DataJoint configuration; `where` names its source in errors, which never show a secret.
 * @throws CONFIG_INVALID
 */
export const parseStores = (
  input: unknown,
  where: string,
  { secureByDefault = true }: StoreOptions = {},
): StoreSpecs => {
  const section = checked(z.record(z.string(), z.unknown()), input, where)
  const stores = new Map<string, StoreSpec>()
  for (const [name, value] of Object.entries(section))
    if (!isDefault(name)) stores.set(name, parseStore(name, value, `${where}.${name}`, secureByDefault))
  return {
    stores,
    default: defaultOf(section, 'default', stores, where),
    filepathDefault: defaultOf(section, 'filepath_default', stores, where),
  }
}

const isDefault = (name: string): boolean => name === 'default' || name === 'filepath_default'

const common = {
  subfolding: z.array(z.number().int().min(1).max(8)).max(8).nullish(),
  hash_prefix: z.string().nullish(),
  schema_prefix: z.string().nullish(),
  filepath_prefix: z.string().nullish(),
  partition_pattern: z.string().nullish(),
  token_length: z.number().int().nullish(),
}
const fileStore = z.object({ ...common, protocol: z.literal('file'), location: z.string().min(1) })
const s3Store = z.object({
  ...common,
  protocol: z.literal('s3'),
  endpoint: z.string().min(1),
  bucket: z.string().min(1),
  location: z.string().default(''),
  access_key: z.string().nullish(),
  secret_key: z.string().nullish(),
  secure: z.boolean().nullish(),
})
const anyStore = z.discriminatedUnion('protocol', [fileStore, s3Store])
type Given = z.infer<typeof anyStore>

const parseStore = (name: string, input: unknown, where: string, secureByDefault: boolean): StoreSpec => {
  const given = checked(anyStore, input, where)
  if (given.protocol === 'file' && !/^(\/|[A-Za-z]:[\\/])/.test(given.location))
    throw invalid(where, `location "${given.location}" is not an absolute folder`)
  return {
    name,
    ...layoutOf(given),
    ...(given.protocol === 'file' ? filePlace(given) : s3Place(given, where, secureByDefault)),
  }
}

const layoutOf = (given: Given) => ({
  ...(given.subfolding && { subfolding: given.subfolding }),
  hashPrefix: section(given.hash_prefix ?? '_hash'),
  schemaPrefix: section(given.schema_prefix ?? '_schema'),
  ...(given.filepath_prefix && { filepathPrefix: section(given.filepath_prefix) }),
  partition: [...(given.partition_pattern ?? '').matchAll(/\{(\w+)\}/g)].map((found) => found[1]!),
  tokenLength: Math.min(16, Math.max(4, given.token_length ?? 8)),
})

const section = (prefix: string): string => prefix.replace(/^\/+|\/+$/g, '')

const filePlace = ({ protocol, location }: z.infer<typeof fileStore>): FilePlace => ({ protocol, location })

const s3Place = (given: z.infer<typeof s3Store>, where: string, secureByDefault: boolean): S3Place => {
  const { access_key: accessKey, secret_key: secretKey } = given
  if (Boolean(accessKey) !== Boolean(secretKey))
    throw invalid(
      where,
      'it has only one of access_key and secret_key; give both, or neither for the identity of the machine',
    )
  const scheme = (given.secure ?? secureByDefault) ? 'https' : 'http'
  return {
    protocol: 's3',
    endpoint: /^https?:\/\//.test(given.endpoint) ? given.endpoint : `${scheme}://${given.endpoint}`,
    bucket: given.bucket,
    location: section(given.location),
    ...(accessKey && secretKey && { credentials: { accessKey, secretKey: new Secret(secretKey) } }),
  }
}

const defaultOf = (
  given: Readonly<Record<string, unknown>>,
  key: string,
  stores: ReadonlyMap<string, StoreSpec>,
  where: string,
): string | null => {
  const name = given[key]
  if (name === undefined || name === null) return null
  if (typeof name === 'string' && stores.has(name)) return name
  throw invalid(`${where}.${key}`, `${JSON.stringify(name)} is none of the stores ${[...stores.keys()].join(', ')}`)
}

/** Zod's own messages name the value's place, never the value. */
const checked = <T>(schema: z.ZodType<T>, input: unknown, where: string): T => {
  const outcome = schema.safeParse(input)
  if (outcome.success) return outcome.data
  const { path, message } = outcome.error.issues[0]!
  throw invalid([where, ...path].join('.'), message)
}

const invalid = (name: string, problem: string) => new LabBookError('CONFIG_INVALID', { name, problem })
