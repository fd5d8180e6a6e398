import type { ColDef, ICellRendererParams } from 'ag-grid-community'
import { attributeType } from '#core/definition/attributeType.ts'
import type { Attribute, Row, Table } from '#core/pipeline/table.ts'
import { fieldTypeOf, formatValue } from '../../fields/index.ts'
import { ValueCell } from '../../fields/ValueCell.tsx'
import { AttributeHeader } from './AttributeHeader.tsx'

/** Grid columns of a table: its key first, pinned and bold; each attribute by the family of its type. */
export const tableColumns = (table: Table): ColDef<Row>[] => {
  const keyWidth = table.attributes.filter(({ primary }) => primary).reduce((sum, each) => sum + columnWidth(each), 0)
  const pinned = keyWidth <= widestPinned ? ('left' as const) : null
  return table.attributes.map((attribute, index) => ({
    ...attributeColumn(attribute),
    ...(attribute.primary ? { pinned } : {}),
    ...(index === table.attributes.length - 1 && !(attribute.primary && pinned) ? { flex: 1 } : {}),
  }))
}

/** A longer key scrolls with the rest: pinned, it would leave no room for anything else. */
const widestPinned = 460

const columnWidth = (attribute: Attribute): number =>
  Math.max(fieldTypeOf(attribute).width(attributeType(attribute.type)), 84 + 8 * attribute.name.length)

const attributeColumn = (attribute: Attribute): ColDef<Row> => {
  const { align, Cell, filter } = fieldTypeOf(attribute)
  return {
    colId: attribute.name,
    field: attribute.name,
    headerName: attribute.name,
    headerTooltip: `${attribute.name} : ${attribute.type}${attribute.comment ? ` — ${attribute.comment}` : ''}`,
    headerComponentParams: { innerHeaderComponent: AttributeHeader, attribute },
    width: columnWidth(attribute),
    minWidth: Math.min(columnWidth(attribute), 200),
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
