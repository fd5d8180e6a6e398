import { defineElement } from '#elements/contract.ts'
import { demoLab } from './demo/demoLab.ts'
import { demoTrials } from './demo/demoTrials.ts'
import { writeDemo } from './demo/writeDemo.ts'
import { imagingIngest } from './ingest/ingest.ts'
import { imagingMakes } from './make/index.ts'
import { imagingPlots } from './plots/index.ts'
import { imagingSchema } from './tables.ts'

export const imagingElement = defineElement({
  name: 'imaging',
  schemas: [imagingSchema],
  makes: imagingMakes,
  plots: imagingPlots,
  ingest: [imagingIngest],
  demo: { ...demoLab, belowSessions: demoTrials(), write: writeDemo },
})
