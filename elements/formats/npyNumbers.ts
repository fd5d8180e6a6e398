import type { NpyArray } from './npy.ts'

/** Elements of any numeric array as numbers, row-major; 64-bit integers beyond 2^53 lose their last digits. */
export const toNumbers = ({ data }: NpyArray): number[] =>
  Array.from(data as ArrayLike<number | bigint | string>, Number)
