import type { RowInput } from '#app/views.ts'

/** A row of a file, and where in it a person finds it: `line 7`. */
export type ReadRow = { readonly row: RowInput; readonly place: string }
