import { IconKey } from '@tabler/icons-react'
import type { Attribute } from '#core/pipeline/table.ts'

type Props = { readonly displayName: string; readonly attribute?: Attribute }

/** The attribute's name; a key stands before those that identify the row. */
export const AttributeHeader = ({ displayName, attribute }: Props) => (
  <span style={{ display: 'inline-flex', alignItems: 'center', gap: 5, minWidth: 0 }}>
    {attribute?.primary && <IconKey size={13} aria-label="key" style={{ flex: 'none' }} />}
    <span style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>{displayName}</span>
  </span>
)
