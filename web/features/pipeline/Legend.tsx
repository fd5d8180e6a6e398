import classes from '../../components/graph/pipeline.module.css'
import { TierBadge, type TierName } from '../../components/TierBadge.tsx'

const tiers: readonly TierName[] = ['manual', 'lookup', 'imported', 'computed', 'part']
const lines = [
  { primary: true, single: true, renamed: false, meaning: 'at most one child per parent' },
  { primary: true, single: false, renamed: false, meaning: 'part of the key' },
  { primary: false, single: false, renamed: false, meaning: 'not in the key' },
  { primary: true, single: false, renamed: true, meaning: 'renamed' },
]

/** What the colours and the lines mean. */
export const Legend = () => (
  <div className={classes.legend}>
    {tiers.map((tier) => (
      <TierBadge key={tier} tier={tier} />
    ))}
    {lines.map(({ meaning, ...look }) => (
      <span key={meaning}>
        <svg width="34" height="8" aria-hidden="true">
          <g className={classes.edge} data-primary={look.primary} data-single={look.single} data-renamed={look.renamed}>
            <path className="react-flow__edge-path" d="M1 4H33" fill="none" />
          </g>
        </svg>
        {meaning}
      </span>
    ))}
    <span>
      <u>underlined</u> brings a new key attribute
    </span>
  </div>
)
