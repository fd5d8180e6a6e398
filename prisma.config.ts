import { defineConfig } from 'prisma/config'

/** Only `prisma generate` is ever run; a running LabBook connects through its own pool. */
export default defineConfig({ schema: 'prisma' })
