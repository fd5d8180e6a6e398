import { defineElement } from '#elements/contract.ts'
import { subjectSchema } from './tables.ts'

export const subjectElement = defineElement({ name: 'subject', schemas: [subjectSchema] })
