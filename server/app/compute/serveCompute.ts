import type { TransferListItem } from 'node:worker_threads'
import type { Element } from '#elements/contract.ts'
import { carryError } from './carryError.ts'
import { requireMake } from './findMake.ts'
import type { ComputeReply, ComputeRequest } from './messages.ts'
import { transferables } from './transferables.ts'

/** The end of a message channel, as `parentPort` of a worker thread is one. */
export type ComputePort = {
  on(event: 'message', listener: (request: ComputeRequest) => void): unknown
  postMessage(reply: ComputeReply, transfer?: readonly TransferListItem[]): void
}

/** Answers the pool's requests: runs the make's compute, says its progress, and moves the result's arrays over. */
export const serveCompute = (port: ComputePort, elements: readonly Element[]): void => {
  port.on('message', (request) => void answer(port, elements, request))
}

const answer = async (port: ComputePort, elements: readonly Element[], { id, table, data }: ComputeRequest) => {
  try {
    const result = await requireMake(elements, table).compute(data, {
      progress: (fraction, message) => port.postMessage({ id, say: 'progress', fraction, message }),
      warn: (message) => port.postMessage({ id, say: 'warn', message }),
    })
    port.postMessage({ id, say: 'result', result }, transferables(result))
  } catch (error) {
    port.postMessage({ id, say: 'error', error: carryError(error) })
  }
}
