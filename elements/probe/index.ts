import { defineElement } from '#elements/contract.ts'
import { probeSchema } from './tables.ts'

export const probeElement = defineElement({ name: 'probe', schemas: [probeSchema] })

export { dictToUuid, type PythonDict, pythonDict } from './dictToUuid.ts'
export { electrodeConfigHash, electrodeConfigName } from './electrodeConfig.ts'
export {
  electrodeAt,
  electrodeInRow,
  findLayout,
  initialProbeTypes,
  type Layout,
  layoutSites,
  type Site,
  siteOf,
} from './geometry.ts'
