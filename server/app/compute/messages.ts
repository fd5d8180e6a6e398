/** What the pool and a compute thread say to each other; every message is structured-cloneable. */

/** Pool to thread: run the `compute` of this table's make. */
export type ComputeRequest = { readonly id: number; readonly table: string; readonly data: unknown }

/** Thread to pool: any number of progress and warn, then one result or error. */
export type ComputeReply =
  | { readonly id: number; readonly say: 'progress'; readonly fraction: number; readonly message: string }
  | { readonly id: number; readonly say: 'warn'; readonly message: string }
  | { readonly id: number; readonly say: 'result'; readonly result: unknown }
  | { readonly id: number; readonly say: 'error'; readonly error: CarriedError }

/** An error on its way between threads: a class does not survive the structured clone, its fields do. */
export type CarriedError = {
  readonly name: string
  readonly message: string
  readonly stack?: string
  readonly code?: string
  readonly data?: unknown
}
