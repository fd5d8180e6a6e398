import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

/** The dependency table of ARCHITECTURE.md, enforced on every import of server/, elements/ and web/. */

type Import = {
  readonly file: string
  readonly line: number
  /** Path from the root for our own files, else the package: `node:fs`, `zod`. */
  readonly target: string
  readonly typeOnly: boolean
}

type Room = {
  readonly name: string
  /** Files it consists of, paths from the root. The first room that matches a file has it. */
  readonly files: RegExp
  /** What it may import at run time. */
  readonly may: RegExp
  /** What it may also import with `import type`. */
  readonly mayAsType?: RegExp
  readonly rule: string
}

const anything = /./
/** The drawing halves of plots, and what they share. */
const viewFile = /^elements\/[^/]+\/.*(\.view|Drawing)\.tsx?$/
const rooms: readonly Room[] = [
  {
    name: 'server/core',
    files: /^server\/core\//,
    may: /^(server\/core\/|zod$)/,
    rule: 'core imports itself and zod only: no node:, no I/O, no other room',
  },
  {
    name: 'server/db',
    files: /^server\/db\//,
    may: /^(server\/(core|db)\/|prisma\/client\/|node:|mariadb$|@prisma\/)/,
    mayAsType: /^(elements\/contract\.ts|server\/config\.ts)$/,
    rule: 'db imports core, the Prisma client and its drivers; of elements only the types of the contract',
  },
  {
    name: 'server/stores',
    files: /^server\/stores\//,
    may: /^(server\/(core|stores)\/|node:|@aws-sdk\/client-s3$)/,
    rule: 'external stores are files and S3: core and the SDK, no database',
  },
  {
    name: 'server/app',
    files: /^server\/app\//,
    may: /^(server\/(core|app)\/|elements\/contract\.ts$|server\/db\/(?!open|pool|prisma\/|embedded\/)|node:|package\.json$)/,
    mayAsType: /^(server\/(config|db|stores)|prisma\/client\/)/,
    rule: 'app imports core, functions of db that are given a Database, and the contract: no fastify, no trpc, no pool, no Prisma client',
  },
  {
    name: 'server/api',
    files: /^server\/api\//,
    may: /^(server\/(core|app|api)\/|zod|superjson|@trpc\/server|fastify|@fastify\/|node:|csv-stringify)/,
    mayAsType: /^(server\/config\.ts|elements\/contract\.ts)$/,
    rule: 'api imports app and core: no db, no Prisma, no elements',
  },
  {
    name: 'composition roots',
    files: /^server\//,
    may: anything,
    rule: '',
  },
  {
    name: 'elements/contract.ts',
    files: /^elements\/contract\.ts$/,
    may: /^server\/core\//,
    rule: 'the contract speaks of core only',
  },
  {
    name: 'elements/index.ts',
    files: /^elements\/index\.ts$/,
    may: /^elements\/(\w+\/index|contract)\.ts$/,
    rule: 'the list names each element by its index.ts',
  },
  {
    name: 'elements/formats',
    files: /^elements\/formats\//,
    may: /^(server\/core\/|elements\/formats\/|node:|h5wasm)/,
    mayAsType: /^elements\/contract\.ts$/,
    rule: 'file formats that several elements read know no element; of the contract only types',
  },
  {
    name: 'plot views',
    files: viewFile,
    may: /^(server\/core\/|elements\/contract\.ts$|web\/(components|lib)\/|react|@mantine\/|plotly\.js|uplot)/,
    rule: 'a view imports react, web/components and core',
  },
  {
    name: 'elements',
    files: /^elements\//,
    may: /^(server\/core\/|elements\/(contract|[^/]+\/index)\.ts$|elements\/formats\/|node:)/,
    rule: 'an element imports core, the contract, formats, other elements by their index.ts, and node: to read files',
  },
  {
    name: 'web/lib/plotViews.ts',
    files: /^web\/lib\/plotViews\.tsx?$/,
    may: /^(web\/|server\/core\/|elements\/.*\.view\.tsx$|elements\/contract\.ts$|react)/,
    mayAsType: /^server\/(app|api)\//,
    rule: 'the one web file that loads views of elements',
  },
  {
    name: 'web',
    files: /^web\//,
    may: /^(web\/|server\/core\/|[^./]+$|@[^/]+\/|.*\.css$|(?!server|elements|prisma|node:)[a-z])/,
    mayAsType: /^(server\/(app|api)\/|elements\/contract\.ts$)/,
    rule: 'web imports core and itself; of the server only types, of elements only through web/lib/plotViews.ts',
  },
]

const root = fileURLToPath(new URL('../../', import.meta.url))

describe('the dependency table', () => {
  const imports = ['server', 'elements', 'web'].flatMap(sourceFiles).flatMap(importsOf)

  it('finds the imports', () => {
    expect(imports.length).toBeGreaterThan(100)
  })

  for (const room of rooms.filter(({ may }) => may !== anything))
    it(`${room.name}: ${room.rule}`, () => {
      expectNone(imports.filter((one) => roomOf(one.file) === room && !isAllowed(one, room)))
    })

  it('an element does not reach into the internals of another element', () => {
    expectNone(imports.filter(reachesIntoSibling('elements')))
  })

  it('what the server loads of an element imports no drawing', () => {
    expectNone(
      imports.filter(
        ({ file, target }) =>
          /^elements\//.test(file) && !isTest(file) && !viewFile.test(file) && viewFile.test(target),
      ),
    )
  })

  it('a feature does not import another feature', () => {
    expectNone(imports.filter(reachesIntoSibling('web/features')))
  })

  it('tests of core stay in core', () => {
    const strays = imports.filter(
      ({ file, target }) =>
        isTest(file) && file.startsWith('server/core/') && /^(elements|web|prisma|server(?!\/core))\//.test(target),
    )
    expectNone(strays)
  })
})

/** Tests and what only they import. */
const isTest = (file: string): boolean => /\.test\.tsx?$|Arbitrary\.ts$|\/testing\//.test(file)

const roomOf = (file: string): Room | undefined => rooms.find(({ files }) => files.test(file))

const isAllowed = ({ file, target, typeOnly }: Import, { may, mayAsType }: Room): boolean =>
  isTest(file) || may.test(target) || (typeOnly && mayAsType?.test(target) === true) || ownElement(file, target)

/** An element, its views included, is free inside its own folder. */
const ownElement = (file: string, target: string): boolean => {
  const folder = /^elements\/[^/]+\//.exec(file)?.[0]
  return folder !== undefined && target.startsWith(folder)
}

const reachesIntoSibling =
  (parent: string) =>
  ({ file, target }: Import): boolean => {
    const folder = new RegExp(`^${parent}/([^/]+)/`)
    const [from, to] = [folder.exec(file)?.[1], folder.exec(target)?.[1]]
    const door = target === `${parent}/${to}/index.ts` || target.startsWith('elements/formats/')
    return !isTest(file) && !door && from !== undefined && to !== undefined && from !== to
  }

const expectNone = (forbidden: readonly Import[]): void => {
  if (forbidden.length)
    throw new Error(`Against the dependency table of ARCHITECTURE.md:\n${forbidden.map(explain).join('\n')}`)
}

const explain = ({ file, line, target }: Import): string => `${file}:${line} imports ${target}`

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.d.ts'))
    .map((name) => join(folder, name))
}

function importsOf(file: string): Import[] {
  const text = withoutComments(readFileSync(join(root, file), 'utf8'))
  return [...text.matchAll(importPattern)].map((found) => ({
    file,
    line: text.slice(0, found.index).split('\n').length,
    target: resolveTarget(found[2] ?? found[3] ?? '', file),
    typeOnly: found[1] === 'type' || found[0].includes('typeof import('),
  }))
}

const importPattern =
  /^(?:import|export)\s+(?:(type)\s+)?(?:[^'"`;]*?from\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

/** Keeps the lines, so that line numbers stay right. */
const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))

const aliases: Readonly<Record<string, string>> = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).imports

const resolveTarget = (specifier: string, file: string): string => {
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(file), specifier))
  const alias = Object.keys(aliases).find((one) => specifier.startsWith(one.replace('*', '')))
  if (!alias) return specifier
  return join(aliases[alias]!.replace('*', ''), specifier.slice(alias.length - 1))
}
