import type { Tier } from './table.ts'

/** `CuratedClustering.Unit` of tier imported is the MySQL table `_curated_clustering__unit`. */
export const sqlTableName = (className: string, tier: Tier): string =>
  tierPrefix[tier] + className.split('.').map(snakeCase).join('__')

/** `HTTPServer` -> `h_t_t_p_server`: every capital begins a word, as in DataJoint. */
export const snakeCase = (className: string): string =>
  className.replace(/[A-Z]/g, (letter, at: number) => (at ? '_' : '') + letter.toLowerCase())

/** `scan2_d` -> `Scan2D` */
export const camelCase = (name: string): string =>
  name.replace(/(?:^|[_\W])[^a-zA-Z]*([a-zA-Z])/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, '')

/** What a MySQL table name says by itself: the tier, the class, and for a part the master's table. */
export type SqlTableName = { readonly tier: Tier; readonly className: string; readonly master?: string }

/** Undefined for hidden tables (`~log`) and for names that are no DataJoint table. */
export const readSqlTableName = (sqlName: string): SqlTableName | undefined => {
  const found = pattern.exec(sqlName)
  if (!found) return undefined
  const [, prefix = '', master = '', part] = found
  const tier = tierOfPrefix[prefix]
  if (!tier) return undefined
  if (part === undefined) return { tier, className: camelCase(master) }
  return { tier, className: `${camelCase(master)}.${camelCase(part)}`, master: prefix + master }
}

const tierPrefix: Readonly<Record<Tier, string>> = { manual: '', lookup: '#', imported: '_', computed: '__' }
const tierOfPrefix: Readonly<Record<string, Tier>> = { '': 'manual', '#': 'lookup', _: 'imported', __: 'computed' }
const word = '[a-z][a-z0-9]*(?:_[a-z][a-z0-9]*)*'
const pattern = new RegExp(`^(__|_|#|)(${word})(?:__(${word}))?$`)
