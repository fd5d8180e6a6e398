import { defineElement } from '#elements/contract.ts'
import { ephysSchema } from './tables.ts'

export const ephysElement = defineElement({ name: 'ephys', schemas: [ephysSchema] })
