import { Fragment } from 'react'
import type { Row, Table } from '#core/pipeline/table.ts'
import { ValueCell } from '../../fields/ValueCell.tsx'
import { unitOf } from '../../lib/labels.ts'
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
        </dd>
      </Fragment>
    ))}
  </dl>
)
