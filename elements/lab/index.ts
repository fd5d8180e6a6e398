import { defineElement } from '#elements/contract.ts'
import { labSchema } from './tables.ts'

export const labElement = defineElement({ name: 'lab', schemas: [labSchema] })
