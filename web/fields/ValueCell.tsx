import { Text } from '@mantine/core'
import type { CellProps } from './fieldType.ts'
import { fieldTypeOf, formatValue } from './index.ts'

/** A stored value, drawn by the family of its type. NULL is a dash. */
export const ValueCell = ({ attribute, value }: CellProps) => {
  const { Cell } = fieldTypeOf(attribute)
  if (value === null || value === undefined)
    return (
      <Text span c="dimmed">
        —
      </Text>
    )
  return Cell ? <Cell attribute={attribute} value={value} /> : <span>{formatValue(attribute, value)}</span>
}
