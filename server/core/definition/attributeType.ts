import { attach } from './types/attach/attach.ts'
import { blob } from './types/blob/blob.ts'
import { bool } from './types/bool/bool.ts'
import type { AttributeType, TypeFamily } from './types/contract.ts'
import { date } from './types/date/date.ts'
import { datetime } from './types/datetime/datetime.ts'
import { decimal } from './types/decimal/decimal.ts'
import { enumeration } from './types/enum/enum.ts'
import { float } from './types/float/float.ts'
import { integer } from './types/integer/integer.ts'
import { json } from './types/json/json.ts'
import { opaqueType } from './types/opaque/opaque.ts'
import { stored } from './types/stored/stored.ts'
import { string } from './types/string/string.ts'
import { time } from './types/time/time.ts'
import { uuid } from './types/uuid/uuid.ts'
import { year } from './types/year/year.ts'

/**
 * The type that a definition's text names, in 0.14's or 2.x's spelling. A text nobody knows gives a type of family `opaque`,
 * which shows values and refuses to be declared.
 */
export const attributeType = (text: string): AttributeType => {
  const known = cache.get(text)
  if (known) return known
  const type = findType(text) ?? opaqueType(text)
  if (cache.size < 10_000 && text.length < 1000) cache.set(text, type)
  return type
}

/** The folders below types/. `bool` comes before `integer`, since both know `tinyint(1)`. */
export const typeFamilies: readonly TypeFamily[] = [
  bool,
  integer,
  float,
  decimal,
  string,
  enumeration,
  date,
  datetime,
  time,
  year,
  uuid,
  blob,
  json,
  attach,
  stored,
]

const cache = new Map<string, AttributeType>()

const findType = (text: string): AttributeType | undefined => {
  for (const family of typeFamilies) {
    const type = family.match(text)
    if (type) return type
  }
  return undefined
}

export type { AttributeType, BlobStyle, FileKind, InputKind, Parsed } from './types/contract.ts'
