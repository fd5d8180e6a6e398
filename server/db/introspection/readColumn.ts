import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute } from '#core/pipeline/table.ts'
import type { Catalog, CatalogColumn } from './catalog.ts'

export type ReadColumn = {
  readonly attribute: Attribute
  /** The column's comment tells its DataJoint type; a foreign key's column often lost it and takes the parent's. */
  readonly marked: boolean
}

/** The attribute that a column is for DataJoint: type by the marker in its comment if there is one, else by its SQL type. */
export const readColumn = (column: CatalogColumn, catalog: Catalog, primary: boolean): ReadColumn => {
  const { marker, comment } = readComment(column.comment)
  const type = markedType(marker) ?? nativeType(column, catalog)
  return {
    marked: marker !== null,
    attribute: {
      name: column.name,
      type,
      primary,
      nullable: column.nullable === 'YES',
      ...readDefault(column, catalog.isMariaDb),
      ...(/auto_increment/i.test(column.extra) ? { autoIncrement: true } : {}),
      comment,
    },
  }
}

/** `:uuid:name of it` */
const readComment = (text: string): { marker: string | null; comment: string } => {
  const found = /^:([^:]+):/.exec(text)
  return found ? { marker: found[1]!, comment: text.slice(found[0].length) } : { marker: null, comment: text }
}

/** Codecs and external stores that we do not know keep their name and are shown as they are; other unknown markers mean nothing. */
const markedType = (marker: string | null): string | null => {
  if (marker === null) return null
  const isCodec = /^<.+>$/.test(marker) || /^(attach|blob|filepath)@/.test(marker)
  return isCodec || attributeType(marker).family !== 'opaque' ? marker : null
}

const nativeType = ({ db, table, name, type }: CatalogColumn, { jsonColumns }: Catalog): string => {
  if (type === 'longtext' && jsonColumns.has(`${db}/${table}/${name}`)) return 'json'
  // MariaDB's own, which holds text; DataJoint's is sixteen bytes with a marker.
  if (type === 'uuid') return 'uuid of MariaDB'
  return withoutWidth(type.replace(/ *\/\*.*\*\//, ''))
}

/** MariaDB and old MySQL show `int(10) unsigned`; only `tinyint(1)` means something by its width. */
const withoutWidth = (type: string): string => {
  if (type === 'tinyint(1)') return type
  return type.replace(/^((?:tiny|small|medium|big)?int|year)\(\d+\)/, '$1').replace(/ zerofill$/, '')
}

type Default = Pick<Attribute, 'default' | 'defaultExpression'>

const readDefault = (column: CatalogColumn, isMariaDb: boolean): Default => {
  const { fallback, extra } = column
  if (column.nullable === 'YES') return { default: null }
  if (fallback === null) return {}
  if (/^current_timestamp|DEFAULT_GENERATED/i.test(`${fallback} ${extra}`))
    return { defaultExpression: fallback.replace(/^current_timestamp(\(\))?/i, 'CURRENT_TIMESTAMP') }
  if (!isMariaDb) return { default: fallback }
  const quoted = /^'(.*)'$/s.exec(fallback)
  if (quoted) return { default: quoted[1]!.replaceAll("''", "'").replaceAll('\\\\', '\\') }
  return /^[-+.\d]/.test(fallback) ? { default: fallback } : { defaultExpression: fallback }
}
