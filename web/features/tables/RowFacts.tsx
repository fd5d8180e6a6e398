import { Fragment } from 'react'
import type { Row, Table } from '#core/pipeline/table.ts'
import { fieldTypeOf, type MoreProps } from '../../fields/index.ts'
import { ValueCell } from '../../fields/ValueCell.tsx'
import { keyOf, unitOf } from '../../lib/labels.ts'
import classes from './tables.module.css'

/** The attributes of one row, names at the left; the definition's comment is the tooltip. */
export const RowFacts = ({ table, row }: { table: Table; row: Row }) => (
  <dl className={classes.facts}>
    {table.attributes.map((attribute) => (
      <Fragment key={attribute.name}>
        <dt title={attribute.comment} data-key={attribute.primary || undefined}>
          {attribute.name}
        </dt>
        <dd>
          <ValueCell attribute={attribute} value={row[attribute.name] ?? null} />
          {row[attribute.name] !== null && unitOf(attribute.comment) && ` ${unitOf(attribute.comment)}`}
          <More
            attribute={attribute}
            value={row[attribute.name] ?? null}
            table={table.name}
            rowKey={keyOf(table, row)}
          />
        </dd>
      </Fragment>
    ))}
  </dl>
)

/** What is not fetched with the row, where there is something. */
const More = (props: MoreProps) => {
  const { More: Details } = fieldTypeOf(props.attribute)
  return Details && props.value !== null ? <Details {...props} /> : null
}
