import { defineElement } from '#elements/contract.ts'
import { sessionSchema, sessionSchemaById } from './tables.ts'

export const sessionElement = defineElement({ name: 'session', schemas: [sessionSchema] })

/** For laboratories that number the sessions of a subject. */
export const sessionElementById = defineElement({ name: 'session', schemas: [sessionSchemaById] })
