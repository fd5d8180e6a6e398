import { defineElement } from '#elements/contract.ts'
import { ephysIngest } from './ingest.ts'
import { ephysMakes } from './make/index.ts'
import { ephysPlots } from './plots/index.ts'
import { ephysSchema } from './tables.ts'

export const ephysElement = defineElement({
  name: 'ephys',
  schemas: [ephysSchema],
  makes: ephysMakes,
  plots: ephysPlots,
  ingest: [ephysIngest],
})
