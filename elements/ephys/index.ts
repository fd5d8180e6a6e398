import { defineElement } from '#elements/contract.ts'
import { demoLab } from './demo/demoLab.ts'
import { writeDemo } from './demo/writeDemo.ts'
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
  demo: { ...demoLab, write: writeDemo },
})
