import type { ComponentType } from 'react'
import type { AttributeType } from '#core/definition/attributeType.ts'
import type { Attribute, Value } from '#core/pipeline/table.ts'
import type { PlainKey } from '../lib/labels.ts'

/** An input of a form. Values are text as typed, `''` for nothing; the attribute type parses them, here and on the server. */
export type FieldProps = {
  readonly attribute: Attribute
  /** Logical name; where it is known, files can be sent for it. */
  readonly table?: string | undefined
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur?: (() => void) | undefined
  readonly error?: string | undefined
  readonly required?: boolean
  /** Shown but not changed: part of a fixed key. */
  readonly readOnly?: boolean
}

export type CellProps = { readonly attribute: Attribute; readonly value: Value }

export type MoreProps = CellProps & { readonly table: string; readonly rowKey: PlainKey }

/** How one family of attribute types is typed in, shown and filtered. One folder per family, named as in core/definition/types. */
export type FieldType = {
  readonly Field: ComponentType<FieldProps>
  /** Only where text is not enough. */
  readonly Cell?: ComponentType<CellProps>
  /** Behind the cell on the page of its row: what takes a question to the server of its own. */
  readonly More?: ComponentType<MoreProps>
  /** Where people read a value otherwise than the attribute type prints it. */
  readonly format?: (value: Exclude<Value, null>) => string
  readonly align: 'left' | 'right'
  readonly filter: 'text' | 'number' | 'date' | 'none'
  /** Width of a grid column in pixels. */
  readonly width: (type: AttributeType) => number
}
