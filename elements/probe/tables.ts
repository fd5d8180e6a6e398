import type { SchemaDefinition } from '#elements/contract.ts'
import { findLayout, initialProbeTypes, layoutSites } from './geometry.ts'

const electrodeRows = () =>
  initialProbeTypes.flatMap((probe_type) => {
    const layout = findLayout(probe_type)
    return layout ? layoutSites(layout).map((site) => ({ probe_type, ...site })) : []
  })

/** Probes and the sites they record from. Element Array Electrophysiology, schema probe. */
export const probeSchema: SchemaDefinition = {
  name: 'probe',
  tables: [
    {
      name: 'ProbeType',
      tier: 'lookup',
      definition: `# Model of probe with its layout of electrodes
        probe_type                : varchar(32)    # model or part number`,
      contents: initialProbeTypes.map((probe_type) => ({ probe_type })),
    },
    {
      name: 'ProbeType.Electrode',
      definition: `# Electrode sites of a probe model
        -> master
        electrode                 : int            # number of the site, from 0 at the tip, row by row, then shank by shank
        ---
        shank                     : int            # shank of the site, from 0 at the left
        shank_col                 : int            # column on the shank, from 0 at the left
        shank_row                 : int            # row on the shank, from 0 at the tip
        x_coord = NULL            : float          # µm from the left edge of the first shank
        y_coord = NULL            : float          # µm above the lowest row of sites`,
      contents: electrodeRows(),
    },
    {
      name: 'Probe',
      tier: 'lookup',
      definition: `# One physical probe
        probe                     : varchar(32)    # serial number
        ---
        -> ProbeType
        probe_comment = ''        : varchar(1000)  # condition, history, anything else worth keeping`,
    },
    {
      name: 'ElectrodeConfig',
      tier: 'lookup',
      definition: `# Set of sites that were recorded together
        electrode_config_hash     : uuid           # computed from the probe type and the sites
        ---
        -> ProbeType
        electrode_config_name     : varchar(4000)  # ranges of site numbers, e.g. 0-383`,
    },
    {
      name: 'ElectrodeConfig.Electrode',
      definition: `# Sites of a configuration
        -> master
        -> ProbeType.Electrode`,
    },
  ],
}
