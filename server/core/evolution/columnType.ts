/** MySQL's spelling of a column type in one form: no widths of integers but `tinyint(1)`, no spaces, lower case outside quotes. */
export const normalColumnType = (sql: string): string =>
  outsideQuotes(sql, (piece) =>
    piece
      .toLowerCase()
      .replace(/\s*([(),])\s*/g, '$1')
      .replace(/\)(?=[a-z])/g, ') ')
      .replace(/\s+/g, ' '),
  )
    .trim()
    .replace(/^((?:tiny|small|medium|big)?int|year)\((\d+)\)/, (all, kind: string, width: string) =>
      kind === 'tinyint' && width === '1' ? all : kind,
    )
    .replace(/ zerofill$/, '')

/** `current_timestamp()`, `CURRENT_TIMESTAMP` and `now()` are one default. */
export const normalExpression = (text: string): string =>
  text
    .replace(/\b(current_timestamp|now)\b\s*(\(\s*\))?/gi, 'CURRENT_TIMESTAMP')
    .replace(/\bon update\b/gi, 'ON UPDATE')
    .trim()

const outsideQuotes = (text: string, change: (piece: string) => string): string =>
  text.replace(/'(?:[^'\\]|''|\\.)*'|[^']+/gs, (piece) => (piece.startsWith("'") ? piece : change(piece)))

/** What a column can hold, as far as a change of type is concerned. */
export type Capacity =
  | { readonly kind: 'integer'; readonly min: bigint; readonly max: bigint }
  | { readonly kind: 'decimal'; readonly whole: number; readonly scale: number; readonly signed: boolean }
  | { readonly kind: 'float' | 'double' }
  | { readonly kind: 'characters'; readonly length: number }
  | { readonly kind: 'text' | 'binary'; readonly bytes: number }
  | { readonly kind: 'enum'; readonly members: readonly string[] }
  | { readonly kind: 'moment'; readonly decimals: number; readonly base: string }
  | { readonly kind: 'other' }

/** The capacity of a type in its normal form. */
export const capacityOf = (type: string): Capacity =>
  integer(type) ??
  decimal(type) ??
  floating(type) ??
  characters(type) ??
  bytes(type) ??
  enumeration(type) ??
  moment(type) ?? { kind: 'other' }

const widths: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n }

const integer = (type: string): Capacity | undefined => {
  const [, name = '', unsigned] = /^(\w*int)(?:\(1\))?( unsigned)?$/.exec(type) ?? []
  const bits = widths[name]
  if (bits === undefined) return undefined
  return unsigned
    ? { kind: 'integer', min: 0n, max: 2n ** bits - 1n }
    : { kind: 'integer', min: -(2n ** (bits - 1n)), max: 2n ** (bits - 1n) - 1n }
}

const decimal = (type: string): Capacity | undefined => {
  const found = /^decimal\((\d+),(\d+)\)( unsigned)?$/.exec(type)
  if (!found) return undefined
  const [precision, scale] = [Number(found[1]), Number(found[2])]
  return { kind: 'decimal', whole: precision - scale, scale, signed: found[3] === undefined }
}

const floating = (type: string): Capacity | undefined =>
  type === 'float' || type === 'double' ? { kind: type } : undefined

const characters = (type: string): Capacity | undefined => {
  const found = /^(?:var)?char\((\d+)\)$/.exec(type)
  return found ? { kind: 'characters', length: Number(found[1]) } : undefined
}

const sizes: Readonly<Record<string, number>> = { tiny: 255, '': 65_535, medium: 16_777_215, long: 4_294_967_295 }

const bytes = (type: string): Capacity | undefined => {
  const found = /^(tiny|medium|long|)(text|blob)$/.exec(type)
  return found ? { kind: found[2] === 'text' ? 'text' : 'binary', bytes: sizes[found[1]!]! } : undefined
}

const enumeration = (type: string): Capacity | undefined => {
  if (!type.startsWith('enum(')) return undefined
  return { kind: 'enum', members: type.match(/'(?:[^'\\]|''|\\.)*'/gs) ?? [] }
}

const moment = (type: string): Capacity | undefined => {
  const found = /^(datetime|timestamp|time)(?:\((\d)\))?$/.exec(type)
  return found ? { kind: 'moment', base: found[1]!, decimals: Number(found[2] ?? 0) } : undefined
}
