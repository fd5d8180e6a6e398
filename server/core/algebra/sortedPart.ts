import { attributeType } from '../definition/attributeType.ts'
import type { Attribute } from '../pipeline/table.ts'

/**
 * Characters by which a long text is sorted; null for what is sorted whole. The servers sort by the first 1,024 bytes
 * (`max_sort_length`) and say nothing, but compare whole texts: pages in such an order would overlap.
 */
export const sortedPart = ({ type: text }: Attribute): number | null => {
  const { family, maxLength = Number.POSITIVE_INFINITY } = attributeType(text)
  return longFamilies.has(family) && maxLength > sortedCharacters ? sortedCharacters : null
}

const longFamilies = new Set(['string', 'json'])
/** Of at most four bytes each. */
const sortedCharacters = 255
