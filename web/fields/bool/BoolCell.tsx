import { IconCheck, IconMinus } from '@tabler/icons-react'
import type { CellProps } from '../fieldType.ts'

export const BoolCell = ({ value }: CellProps) =>
  Number(value) === 0 ? <IconMinus size={16} aria-label="no" /> : <IconCheck size={16} aria-label="yes" />
