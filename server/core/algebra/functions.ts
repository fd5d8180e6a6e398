/**
 * Type that a function's value has: a type text, or `same` as its first argument, `widest` of all of them, `rounded` (whole
 * numbers stay, others keep their family).
 */
export type ResultType = 'same' | 'widest' | 'rounded' | (string & {})

export type FunctionSpec = {
  readonly least: number
  readonly most: number
  readonly type: ResultType
  /** Packed blobs may be asked for it. */
  readonly ofBlobs?: true
}

const of = (least: number, most: number, type: ResultType): FunctionSpec => ({ least, most, type })
const many = 50

/**
 * The functions that conditions and computed attributes may call, as MySQL 8 and MariaDB both have them: of one row, without
 * side effects, and with results about as large as their arguments.
 */
export const functions: Readonly<Record<string, FunctionSpec>> = {
  // numbers
  abs: of(1, 1, 'same'),
  ceil: of(1, 1, 'rounded'),
  ceiling: of(1, 1, 'rounded'),
  floor: of(1, 1, 'rounded'),
  round: of(1, 2, 'rounded'),
  truncate: of(2, 2, 'rounded'),
  sign: of(1, 1, 'int'),
  mod: of(2, 2, 'widest'),
  sqrt: of(1, 1, 'double'),
  pow: of(2, 2, 'double'),
  power: of(2, 2, 'double'),
  exp: of(1, 1, 'double'),
  ln: of(1, 1, 'double'),
  log: of(1, 2, 'double'),
  log2: of(1, 1, 'double'),
  log10: of(1, 1, 'double'),
  sin: of(1, 1, 'double'),
  cos: of(1, 1, 'double'),
  tan: of(1, 1, 'double'),
  asin: of(1, 1, 'double'),
  acos: of(1, 1, 'double'),
  atan: of(1, 2, 'double'),
  atan2: of(2, 2, 'double'),
  degrees: of(1, 1, 'double'),
  radians: of(1, 1, 'double'),
  pi: of(0, 0, 'double'),
  greatest: of(2, many, 'widest'),
  least: of(2, many, 'widest'),
  // texts
  concat: of(1, many, 'text'),
  concat_ws: of(2, many, 'text'),
  upper: of(1, 1, 'text'),
  lower: of(1, 1, 'text'),
  trim: of(1, 1, 'text'),
  ltrim: of(1, 1, 'text'),
  rtrim: of(1, 1, 'text'),
  left: of(2, 2, 'text'),
  right: of(2, 2, 'text'),
  substring: of(2, 3, 'text'),
  substr: of(2, 3, 'text'),
  replace: of(3, 3, 'text'),
  reverse: of(1, 1, 'text'),
  hex: of(1, 1, 'text'),
  locate: of(2, 3, 'int'),
  instr: of(2, 2, 'int'),
  length: { ...of(1, 1, 'bigint'), ofBlobs: true },
  octet_length: { ...of(1, 1, 'bigint'), ofBlobs: true },
  char_length: of(1, 1, 'bigint'),
  // dates and times
  now: of(0, 0, 'datetime'),
  curdate: of(0, 0, 'date'),
  date: of(1, 1, 'date'),
  time: of(1, 1, 'time(6)'),
  year: of(1, 1, 'int'),
  quarter: of(1, 1, 'int'),
  month: of(1, 1, 'int'),
  week: of(1, 2, 'int'),
  day: of(1, 1, 'int'),
  dayofmonth: of(1, 1, 'int'),
  dayofweek: of(1, 1, 'int'),
  dayofyear: of(1, 1, 'int'),
  weekday: of(1, 1, 'int'),
  hour: of(1, 1, 'int'),
  minute: of(1, 1, 'int'),
  second: of(1, 1, 'int'),
  microsecond: of(1, 1, 'int'),
  datediff: of(2, 2, 'int'),
  timestampdiff: of(2, 2, 'bigint'),
  to_days: of(1, 1, 'int'),
  last_day: of(1, 1, 'date'),
  time_to_sec: of(1, 1, 'decimal(65,6)'),
  date_format: of(2, 2, 'text'),
  // choices
  if: of(3, 3, 'second'),
  ifnull: of(2, 2, 'widest'),
  coalesce: of(1, many, 'widest'),
  nullif: of(2, 2, 'same'),
  isnull: { ...of(1, 1, 'int'), ofBlobs: true },
  // json
  json_value: of(2, 2, 'text'),
  json_extract: of(2, 2, 'json'),
  json_unquote: of(1, 1, 'text'),
  json_length: of(1, 1, 'int'),
}

/** Functions over the rows of a group. `sum` and `avg` of whole numbers are exact. */
export const aggregates: Readonly<Record<string, FunctionSpec>> = {
  count: { ...of(1, 1, 'bigint'), ofBlobs: true },
  sum: of(1, 1, 'sum'),
  avg: of(1, 1, 'mean'),
  min: of(1, 1, 'same'),
  max: of(1, 1, 'same'),
  std: of(1, 1, 'double'),
  stddev: of(1, 1, 'double'),
  stddev_pop: of(1, 1, 'double'),
  stddev_samp: of(1, 1, 'double'),
  variance: of(1, 1, 'double'),
  var_pop: of(1, 1, 'double'),
  var_samp: of(1, 1, 'double'),
  group_concat: of(1, 1, 'text'),
}

export const functionNamed = (name: string): FunctionSpec | undefined =>
  Object.hasOwn(functions, name) ? functions[name] : undefined
export const aggregateNamed = (name: string): FunctionSpec | undefined =>
  Object.hasOwn(aggregates, name) ? aggregates[name] : undefined
