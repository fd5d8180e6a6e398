import { defineElement } from '#elements/contract.ts'
import { sessionSchema } from './tables.ts'

export const sessionElement = defineElement({ name: 'session', schemas: [sessionSchema] })
