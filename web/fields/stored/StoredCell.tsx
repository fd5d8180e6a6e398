import { attributeType } from '#core/definition/attributeType.ts'
import { BlobCell } from '../blob/BlobCell.tsx'
import type { CellProps } from '../fieldType.ts'

/** `float64 [1000 × 32] in raw` */
export const StoredCell = ({ attribute, value }: CellProps) => (
  <BlobCell attribute={attribute} value={value === null ? null : attributeType(attribute.type).format(value)} />
)
