import { Badge, Tooltip } from '@mantine/core'
import type { Tier } from '#core/pipeline/table.ts'
import classes from './tier.module.css'

export type TierName = Tier | 'part'

const meaning: Record<TierName, string> = {
  manual: 'Manual: rows are entered by people.',
  lookup: 'Lookup: lists to choose from, rarely changed.',
  imported: 'Imported: rows are made from files by populate.',
  computed: 'Computed: rows are computed from other tables by populate.',
  part: 'Part: rows that belong to a row of their master.',
}

/** The tier of a table in its colours, explained on hover. */
export const TierBadge = ({ tier }: { tier: TierName }) => (
  <Tooltip label={meaning[tier]}>
    <Badge className={`${classes.tier} ${classes.badge}`} data-tier={tier} size="sm" variant="outline">
      {tier}
    </Badge>
  </Tooltip>
)

/** What a table is called by its colour: parts look alike whatever their master. */
export const tierName = (table: { readonly tier: Tier; readonly master?: string }): TierName =>
  table.master ? 'part' : table.tier
