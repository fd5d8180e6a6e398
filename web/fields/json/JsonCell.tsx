import { Text } from '@mantine/core'
import type { CellProps } from '../fieldType.ts'

export const JsonCell = ({ value }: CellProps) => (
  <Text span ff="monospace" fz="xs">
    {String(value)}
  </Text>
)
