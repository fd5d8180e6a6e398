import { parentPort } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

/** The product's compute thread, for the makes of bench/core; TypeScript has to be registered in each thread. */
register()
const { serveCompute } = await import('../../server/app/compute/serveCompute.ts')
const { benchElement } = await import('../core/tables.ts')
serveCompute(parentPort, [benchElement])
