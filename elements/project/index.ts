import { defineElement } from '#elements/contract.ts'
import { projectSchema } from './tables.ts'

export const projectElement = defineElement({ name: 'project', schemas: [projectSchema] })
