import { defineElement } from '#elements/contract.ts'
import { trialSchema } from './tables.ts'

export const trialElement = defineElement({ name: 'trial', schemas: [trialSchema] })
