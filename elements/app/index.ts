import { defineElement } from '#elements/contract.ts'
import { appSchema } from './tables.ts'

export const appElement = defineElement({ name: 'app', schemas: [appSchema] })
