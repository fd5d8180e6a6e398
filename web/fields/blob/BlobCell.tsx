import { Text } from '@mantine/core'
import type { CellProps } from '../fieldType.ts'

/** The server sends a summary such as `float64 [81234], 650 kB`, never the bytes. */
export const BlobCell = ({ value }: CellProps) => (
  <Text span c="dimmed" ff="monospace" fz="xs">
    {value instanceof Uint8Array ? `${value.byteLength} bytes` : String(value)}
  </Text>
)
