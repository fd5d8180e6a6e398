import packageJson from '../../package.json' with { type: 'json' }
import type { AppContext } from './context.ts'
import type { PipelineView } from './views.ts'

/** Every table there is, parents first, without the packed rows of lookup contents. */
export const describePipeline = async ({ pipeline, config }: AppContext): Promise<PipelineView> => ({
  tables: pipeline.topological().map(({ contents: _, ...table }) => table),
  links: Object.fromEntries(pipeline.links),
  prefix: config.prefix,
  blobStyle: config.blobStyle,
  version: packageJson.version,
})
