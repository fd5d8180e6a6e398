import type { ColDef, ICellRendererParams } from 'ag-grid-community'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute, Row, Table } from '#core/pipeline/table.ts'
import { fieldTypeOf, formatValue } from '../../fields/index.ts'
import { ValueCell } from '../../fields/ValueCell.tsx'
import { AttributeHeader } from './AttributeHeader.tsx'

/** Grid columns of a table: its key first, pinned and bold; each attribute by the family of its type. */
export const tableColumns = (table: Table, { pinKey = true } = {}): ColDef<Row>[] =>
  table.attributes.map((attribute) => ({
    ...attributeColumn(attribute),
    ...(attribute.primary && pinKey ? { pinned: 'left' as const, lockPinned: true } : {}),
  }))

const attributeColumn = (attribute: Attribute): ColDef<Row> => {
  const { align, Cell, filter, width } = fieldTypeOf(attribute)
  return {
    colId: attribute.name,
    field: attribute.name,
    headerName: attribute.name,
    headerTooltip: `${attribute.name} : ${attribute.type}${attribute.comment ? ` — ${attribute.comment}` : ''}`,
    headerComponentParams: { innerHeaderComponent: AttributeHeader, attribute },
    width: Math.max(width(attributeType(attribute.type)), 62 + 8 * attribute.name.length),
    valueFormatter: ({ value, data }) => (data ? formatValue(attribute, value) : ''),
    ...(Cell ? { cellRenderer: (params: ICellRendererParams<Row>) => renderCell(attribute, params) } : {}),
    cellStyle: {
      textAlign: align,
      fontWeight: attribute.primary ? 600 : 400,
    },
    sortable: filter !== 'none',
    ...(filterOf[filter] ?? { filter: false }),
  }
}

const renderCell = (attribute: Attribute, { data }: ICellRendererParams<Row>) =>
  data && <ValueCell attribute={attribute} value={data[attribute.name] ?? null} />

const params = { buttons: ['apply', 'reset'], closeOnApply: true, maxNumConditions: 1 }
const filterOf: Record<string, Partial<ColDef>> = {
  text: {
    filter: 'agTextColumnFilter',
    filterParams: { ...params, filterOptions: ['contains', 'equals', 'notEqual', 'startsWith', 'blank', 'notBlank'] },
  },
  number: {
    filter: 'agNumberColumnFilter',
    filterParams: {
      ...params,
      filterOptions: [
        'equals',
        'notEqual',
        'greaterThan',
        'greaterThanOrEqual',
        'lessThan',
        'lessThanOrEqual',
        'blank',
        'notBlank',
      ],
    },
  },
  date: {
    filter: 'agDateColumnFilter',
    filterParams: { ...params, filterOptions: ['equals', 'greaterThan', 'lessThan', 'blank', 'notBlank'] },
  },
}
