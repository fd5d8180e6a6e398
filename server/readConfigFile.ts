import { existsSync } from 'node:fs'
import { z } from 'zod'
import { LabBookError } from '#core/errors.ts'
import type { ConfigInput } from '#server/config.ts'

/** What `labbook.config.ts` exports: `export default { … } satisfies LabBookConfig`. */
export type LabBookConfig = z.input<typeof configFile>
/** `stores` is written as in a DataJoint configuration and read apart from the rest. */
type ConfigFile = Omit<ConfigInput, 'stores'> & { readonly stores?: unknown }

/**
 * The configuration file, checked; nothing when there is none. It is TypeScript that runs as it is, in the built server too.
 * @throws CONFIG_INVALID which names the key
 */
export const readConfigFile = async (path: string): Promise<ConfigFile> => {
  if (!existsSync(path)) return {}
  const { tsImport } = await import('tsx/esm/api')
  try {
    const module = (await tsImport(path, import.meta.url)) as Module
    return parseConfigFile(exported(module) ?? {}, path)
  } catch (cause) {
    if (cause instanceof LabBookError) throw cause
    throw new LabBookError('CONFIG_INVALID', { name: path, problem: (cause as Error).message }, { cause })
  }
}

type Module = { readonly default?: unknown }

/** Beside a package.json that does not say `"type": "module"`, what the file exports is one level deeper. */
const exported = (module: Module): unknown => {
  const { default: content } = module
  return typeof content === 'object' && content !== null && 'default' in content ? content.default : content
}

/** @throws CONFIG_INVALID */
export const parseConfigFile = (content: unknown, path: string): ConfigFile => {
  const { data, error } = configFile.safeParse(content)
  if (error) throw invalid(path, error.issues[0]!)
  const { elements, links, session, ...rest } = data
  return { ...rest, assembly: { elements: elements ?? null, links: links ?? {}, session: session ?? 'datetime' } }
}

const invalid = (path: string, { path: keys, message }: { path: PropertyKey[]; message: string }) =>
  new LabBookError('CONFIG_INVALID', {
    name: [path, keys.map(String).join('.')].filter(Boolean).join(': '),
    problem: `${message}.`,
  })

const tableName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]*(\.[A-Z]\w*)+$/, 'must be the name of a table such as our_lab.Mouse')

const configFile = z.strictObject({
  home: z.string().optional(),
  databaseUrl: z.string().optional(),
  prefix: z.string().optional(),
  blobStyle: z.enum(['codec', 'bare']).optional(),
  dataRoots: z.array(z.string()).optional(),
  processedRoot: z.string().optional(),
  port: z.int().optional(),
  host: z.string().optional(),
  databasePort: z.int().optional(),
  secret: z.string().optional(),
  demo: z.boolean().optional(),
  worker: z.boolean().optional(),
  uploadLimit: z.int().positive().optional(),
  admins: z.array(z.string()).optional(),
  stores: z.unknown().optional(),
  /** Elements beside lab, project, subject, session and app; all when absent. */
  elements: z.array(z.string()).optional(),
  /** The laboratory's own tables in place of those of the elements. */
  links: z
    .strictObject({
      Session: tableName,
      Subject: tableName,
      Experimenter: tableName,
      Device: tableName,
      SessionDirectory: tableName,
      SessionExperimenter: tableName,
      SessionNote: tableName,
    })
    .partial()
    .optional(),
  /** How sessions are keyed in the table that LabBook makes. */
  session: z.enum(['datetime', 'id']).optional(),
})
