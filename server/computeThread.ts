import { parentPort } from 'node:worker_threads'
import { type ComputePort, serveCompute } from '#app/compute/serveCompute.ts'
import { elements } from '#elements/index.ts'

if (!parentPort) throw new Error('computeThread is started by the worker as a thread, not as a program.')
serveCompute(parentPort as ComputePort, elements)
