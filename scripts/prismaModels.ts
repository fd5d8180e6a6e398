import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compilePipeline } from '#core/pipeline/compilePipeline.ts'
import { printPrismaSchema } from '#core/prismaSchema/printPrismaSchema.ts'
import { elements } from '#elements/index.ts'

/** A file below prisma/models that differs from its definitions; `text` is what it should hold, undefined if it should not be. */
export type StaleModel = { readonly file: string; readonly text: string | undefined }

export const staleModels = (): StaleModel[] => {
  const wanted = printedModels()
  const present = presentModels()
  const files = [...new Set([...wanted.keys(), ...present.keys()])]
  return files
    .filter((file) => wanted.get(file) !== present.get(file))
    .map((file) => ({ file, text: wanted.get(file) }))
}

export const writeModel = ({ file, text }: StaleModel): void => {
  if (text === undefined) rmSync(folder + file)
  else writeFileSync(folder + file, text)
}

const folder = fileURLToPath(new URL('../prisma/models/', import.meta.url))

/** One file per schema of the elements. The prefix plays no part: models are mapped by the schema's own name. */
const printedModels = (): Map<string, string> => {
  const schemas = elements.flatMap((element) => element.schemas)
  const pipeline = compilePipeline(schemas, { prefix: '', blobStyle: 'codec' })
  return new Map(schemas.map(({ name }) => [`${name}.prisma`, printPrismaSchema(name, pipeline)]))
}

const presentModels = (): Map<string, string> => {
  mkdirSync(folder, { recursive: true })
  return new Map(readdirSync(folder).map((file) => [file, readFileSync(folder + file, 'utf8')]))
}
