import { defineElement } from '#elements/contract.ts'
import { probeSchema } from './tables.ts'

export const probeElement = defineElement({ name: 'probe', schemas: [probeSchema] })
