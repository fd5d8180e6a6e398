import { defineElement } from '#elements/contract.ts'
import { eventSchema } from './tables.ts'

export const eventElement = defineElement({ name: 'event', schemas: [eventSchema] })
